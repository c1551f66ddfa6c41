"""Which identifiers travel together, and how far it is from what a person did to who the person is."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterable
from dataclasses import dataclass

from harness.model.message import ExchangeId


@dataclass(frozen=True, slots=True)
class Travelled:
    """The identifiers of one exchange, and whether a record of behaviour (canary, event) was with them."""

    exchange: ExchangeId
    host: str
    identifiers: frozenset[str]
    behaviour: bool


@dataclass(frozen=True, slots=True)
class Link:
    """One step: two identifiers, or a behaviour record and an identifier, seen together in an exchange."""

    start: str
    end: str
    exchange: ExchangeId
    host: str


BEHAVIOUR = "behaviour"
"""Name of the start of every path."""


@dataclass(frozen=True, slots=True)
class JoinGraph:
    """The join graph of a recording: its links, each pair once, by its first exchange."""

    links: tuple[Link, ...]

    def path_to(self, persons: Collection[str]) -> tuple[Link, ...] | None:
        """The shortest path from a behaviour record to one of some identifiers of a person; None without one.

        Of several equally short ones the first by name, so that every machine answers alike.
        """
        neighbours: dict[str, list[Link]] = {}
        for link in self.links:
            neighbours.setdefault(link.start, []).append(link)
            neighbours.setdefault(link.end, []).append(Link(link.end, link.start, link.exchange, link.host))
        came: dict[str, Link] = {}
        waiting = deque([BEHAVIOUR])
        while waiting:
            at = waiting.popleft()
            for link in sorted(neighbours.get(at, ()), key=lambda one: one.end):
                if link.end == BEHAVIOUR or link.end in came:
                    continue
                came[link.end] = link
                if link.end in persons:
                    return _back(came, link.end)
                waiting.append(link.end)
        return None

    def together(self) -> tuple[tuple[str, str], ...]:
        """The pairs of identifiers that were seen in one exchange."""
        return tuple(sorted((link.start, link.end) for link in self.links if link.start != BEHAVIOUR))


def _back(came: dict[str, Link], end: str) -> tuple[Link, ...]:
    path: list[Link] = []
    while end != BEHAVIOUR:
        path.append(came[end])
        end = came[end].start
    return tuple(reversed(path))


def join(seen: Iterable[Travelled], *, by_host: bool = False) -> JoinGraph:
    """The join graph of what was sent; `by_host` also joins what one host received in different exchanges."""
    links: dict[tuple[str, str], Link] = {}
    hosts: dict[str, set[str]] = {}
    for one in seen:
        names = sorted(one.identifiers)
        if one.behaviour:
            names.insert(0, BEHAVIOUR)
        _connect(links, names, one.exchange, one.host)
        if by_host:
            known = hosts.setdefault(one.host, set())
            known.update(names)
            _connect(links, sorted(known, key=lambda name: (name != BEHAVIOUR, name)), one.exchange, one.host)
    return JoinGraph(tuple(links[pair] for pair in sorted(links)))


def _connect(links: dict[tuple[str, str], Link], names: list[str], exchange: ExchangeId, host: str) -> None:
    for number, start in enumerate(names):
        for end in names[number + 1 :]:
            links.setdefault((start, end), Link(start, end, exchange, host))
