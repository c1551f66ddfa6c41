"""Identifiers that nobody planted: values that stay where they should change, or differ only by handset.

The reader says for each leaf in which circumstances it was seen; here it is told which values survive an
app-data clear, a reset or a session, and which tell handsets of one build apart (method §7).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import Enum

from harness.detect.entropy import ENOUGH, bits, is_word_like
from harness.model.message import ExchangeId
from harness.model.sighting import LayerPath

_LONGEST = 256
"""Characters of a value that may be an identifier."""


class Change(Enum):
    """What happened between two sightings of a value, that a fair token would not survive."""

    SESSION = "session"
    CLEAR = "app-data clear"
    RESET = "reset"
    ARM = "arm"


@dataclass(frozen=True, slots=True)
class Occurrence:
    """A leaf in its circumstances.  `session`, `clear` and `reset` number the states of the app and phone."""

    value: str
    path: LayerPath
    exchange: ExchangeId
    host: str
    handset: str
    build: str
    arm: str
    session: int = 0
    clear: int = 0
    reset: int = 0


@dataclass(frozen=True, slots=True)
class Candidate:
    """A value that may identify a phone: where it was seen, what it survived, whom it tells apart."""

    value: str
    bits: int
    paths: tuple[LayerPath, ...]
    hosts: tuple[str, ...]
    arms: tuple[str, ...]
    handsets: tuple[str, ...]
    survived: tuple[Change, ...]
    differs_between_handsets: bool
    """Whether another handset of the same build sent another value at the same path, and never this one."""

    @property
    def convicts(self) -> bool:
        """Whether it differs between two handsets of one build and survived what should change it."""
        lasting = Change.CLEAR in self.survived or Change.RESET in self.survived
        return self.differs_between_handsets and lasting


def candidates(seen: Iterable[Occurrence]) -> tuple[Candidate, ...]:
    """The values with enough entropy that survived a change, or that tell handsets apart."""
    by_value: dict[str, list[Occurrence]] = {}
    by_place: dict[tuple[str, LayerPath], dict[str, set[str]]] = {}
    for one in seen:
        if len(one.value) > _LONGEST or is_word_like(one.value) or bits(one.value) < ENOUGH:
            continue
        by_value.setdefault(one.value, []).append(one)
        place = by_place.setdefault((one.build, one.path), {})
        place.setdefault(one.handset, set()).add(one.value)
    found = [_candidate(value, ones, by_place) for value, ones in sorted(by_value.items())]
    return tuple(c for c in found if c.survived or c.differs_between_handsets)


def _candidate(
    value: str, ones: list[Occurrence], by_place: dict[tuple[str, LayerPath], dict[str, set[str]]]
) -> Candidate:
    handsets = sorted({one.handset for one in ones})
    survived = [
        change
        for change, states in (
            (Change.SESSION, {(one.handset, one.session) for one in ones}),
            (Change.CLEAR, {(one.handset, one.clear) for one in ones}),
            (Change.RESET, {(one.handset, one.reset) for one in ones}),
            (Change.ARM, {(one.handset, one.arm) for one in ones}),
        )
        if len(states) > len(handsets)
    ]
    return Candidate(
        value=value,
        bits=bits(value),
        paths=tuple(sorted({one.path for one in ones})),
        hosts=tuple(sorted({one.host for one in ones})),
        arms=tuple(sorted({one.arm for one in ones})),
        handsets=tuple(handsets),
        survived=tuple(survived),
        differs_between_handsets=len(handsets) == 1
        and any(_tells_apart(value, one, by_place) for one in ones),
    )


def _tells_apart(
    value: str, one: Occurrence, by_place: dict[tuple[str, LayerPath], dict[str, set[str]]]
) -> bool:
    """Whether each handset of the build sent its own one value at this place."""
    place = by_place[one.build, one.path]
    others = [values for handset, values in place.items() if handset != one.handset]
    return place[one.handset] == {value} and bool(others) and all(value not in values for values in others)
