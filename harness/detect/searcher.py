"""Looks for planted values in every layer of a message."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, replace

from harness.decode import DEFAULT, Budget, DecodeGap, Tree, barren, json_text
from harness.decode.node import JUNK, Cost
from harness.decode.refusal import Part
from harness.detect.hit import Hit
from harness.detect.lane import Lane, Peeled
from harness.detect.matcher import matcher
from harness.detect.peeled import search as search_peeled
from harness.detect.readable import most_readable
from harness.detect.scanner import Engine, Scanner
from harness.model.message import Message
from harness.model.planted import Planted
from harness.model.sighting import LayerPath, Sighting


@dataclass(frozen=True, slots=True)
class Found:
    """What a search gave: where which values were, and what could not be read."""

    sightings: tuple[Sighting, ...]
    gaps: tuple[DecodeGap, ...]


class Searcher:
    """All forms of a set of values, ready to be looked for in any number of messages.

    `salts` are the declared keys and salts of HMAC and salted digests, at most 32: they are tried for
    identifiers only.  Raises ValueError for more.
    """

    def __init__(
        self,
        values: Sequence[Planted],
        salts: Sequence[str] = (),
        budget: Budget = DEFAULT,
        engine: Engine = matcher,
    ) -> None:
        if len(salts) > _MOST_SALTS:
            raise ValueError(f"at most {_MOST_SALTS} salts, got {len(salts)}")
        self._values = tuple(values)
        self._budget = budget
        self._scanner = Scanner(self._values, salts, engine)
        self._barren: dict[bytes, Cost] = {}
        self._blank: set[bytes] = set()
        self._lane = Lane(budget)
        self._answers: dict[tuple[object, ...], Found] = {}

    def search(self, message: Message, tree: Tree | None = None) -> Found:
        """Every value found, once per place and in its most readable form there, and the gaps.

        A message is read lazily: the leaves of its JSON texts are grown only around a hit, and what was
        found barren before is left out.  Where that could make a difference (the budget was met, a hit or
        a gap lies below such a leaf) the message is read again in full, so that the result never depends
        on how it was found (test).
        """
        if tree is not None:
            return self._search(message, tree)
        key = (
            message.body,
            message.target,
            message.headers,
            message.host,
            message.direction,
            message.transport,
            message.port,
            message.truncated,
        )
        known = self._answers.get(key)
        if known is None:
            peeled = self._lane.peel(message)
            quick = None if peeled is None else self._search_peeled(message, peeled)
            if quick is not None:
                return quick
            grown = Tree(message, self._budget, self._barren, lazy=True, blank=self._blank)
            known = self._search(message, grown)
            if len(message.body) <= _SHORT_BODY:
                if len(self._answers) >= _ANSWERS:
                    self._answers.clear()
                self._answers[key] = known
        elif known.sightings:
            return Found(tuple(replace(s, exchange=message.exchange) for s in known.sightings), known.gaps)
        return known

    def _search_peeled(self, message: Message, peeled: Peeled) -> Found | None:
        """The search of a message that is one JSON text; None where something was found around it."""
        hits = search_peeled(peeled, self._scanner, self._lane.shapes)
        if hits is None:
            return None
        self._lane.remember(message)
        if not hits:
            return _NOTHING
        prefix = tuple(peeled.prefix)
        sightings = [
            self._sighting(message, prefix if step is None else (*prefix, step), hit) for step, hit in hits
        ]
        sightings.sort(key=_place)
        return Found(tuple(sightings), ())

    def _sighting(self, message: Message, path: LayerPath, hit: Hit) -> Sighting:
        return Sighting(
            message.exchange, message.direction, path, hit.form, self._values[hit.planted].id, hit.chance
        )

    def _search(self, message: Message, tree: Tree) -> Found:
        """The search of a tree that has grown."""
        needles: dict[int, set[bytes]] = {}
        best = self._scanner.scan(tree.blobs, tree, needles)
        if best or tree.exceeded or tree.gap_nodes:
            hits = self._settled(tree, best, needles)
            if hits is None:
                tree = Tree(message, self._budget)
                hits = list(self._scanner.scan(tree.blobs, tree).values())
        else:
            hits = []
        if not tree.exceeded:
            self._remember(tree, hits)
        if not hits:
            return Found((), tree.gaps)
        sightings = [self._sighting(message, tree.path(hit.node), hit) for hit in most_readable(tree, hits)]
        sightings.sort(key=_place)
        return Found(tuple(sightings), tree.gaps)

    def _settled(
        self, tree: Tree, best: dict[tuple[int, int], Hit], needles: dict[int, set[bytes]]
    ) -> list[Hit] | None:
        """The hits of a lazy tree with the leaves around them grown; None where it must be read in full."""
        if tree.exceeded and (tree.used or tree.deferred):
            return None
        if not tree.deferred:
            return list(best.values())
        if any(tree.is_hidden(node) for node in tree.gap_nodes):
            return None
        hits: list[Hit] = []
        around: set[int] = set()
        for hit in best.values():
            if hit.node in tree.hidden and tree.flags[hit.node] != JUNK:
                parent = tree.hidden[hit.node]
                around.add(parent)
                needles.setdefault(parent, set()).update(needles.get(hit.node, ()))
            elif tree.is_hidden(hit.node):
                return None
            else:
                hits.append(hit)
        around.update(hit.node for hit in hits if hit.node in tree.values)
        for node in sorted(around.intersection(tree.deferred)):
            leaves = _leaves_around(tree, node, needles)
            grown: dict[int, int] = {}
            for hit in self._scanner.scan([data for _, data in leaves], None).values():
                if hit.node not in grown:
                    grown[hit.node] = tree.bring(node, *leaves[hit.node])
                hit.node = grown[hit.node]
                hits.append(hit)
        return hits

    def _remember(self, tree: Tree, hits: Sequence[Hit]) -> None:
        """Notes the leaves of a message whose decodings gave nothing: a phone repeats itself."""
        hit_nodes = {hit.node for hit in hits}
        costs = barren.barren_costs(tree, hit_nodes)
        tops = [] if tree.used else barren.quiet_tops(tree, hit_nodes)
        if tops:
            if len(self._blank) > _REMEMBERED:
                self._blank.clear()
            self._blank.update(tops)
        if costs:
            if len(self._barren) + len(costs) > _REMEMBERED:
                self._barren.clear()
            self._barren.update(costs)


_MOST_SALTS = 32
_ANSWERS = 1_000
_SHORT_BODY = 8_192
"""Messages of at most so many bytes whose answers are kept for when they come again: 10 MB."""
_REMEMBERED = 50_000
"""Leaves remembered, of at most 256 bytes each: 15 MB."""


def _leaves_around(tree: Tree, node: int, needles: dict[int, set[bytes]]) -> list[Part]:
    """The leaves of a deferred JSON text in which something was found."""
    value = tree.values[node]
    try:
        return json_text.leaves_with(value, [needle.decode("utf-8") for needle in sorted(needles[node])])
    except UnicodeDecodeError:
        return json_text.leaves(value)


_NOTHING = Found((), ())


def _place(sighting: Sighting) -> tuple[tuple[str, ...], str]:
    return sighting.path, sighting.planted
