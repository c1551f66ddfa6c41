"""Arms and sessions: the identity of a stretch of a run under stated conditions (method §4).

An identity is a value with one `parse` and one `words`; its `id` is what every file of a run writes.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum

from harness.model.condition import NAME, VALUE, Conditions

AS_SHIPPED, PLAIN, NO_ACT = "as-shipped", "plain", "no-act"
"""How an id writes an empty consent vector, no condition of the arm's own, and no act."""
_ACT = re.compile(r"([a-z](?:[a-z-]*[a-z])?)([1-9][0-9]{0,5})")
_REPEAT = re.compile(r"r([1-9][0-9]{0,3})")
_ARM_PARTS, _SESSION_PARTS = 6, 3
MOST_REPEATS = 9999

ConditionWords = Callable[[str, str], str]
"""(condition, value) → its words, as `features/acts.yaml` has them."""


class ArmKind(StrEnum):
    """The kinds of arms of method §4 that are driven."""

    PERMISSIVE = "permissive"
    RESTRICTIVE = "restrictive"
    BLANK = "blank"
    SHAM = "sham"


@dataclass(frozen=True, slots=True)
class SessionKey:
    """App (short name), consent vector and repeat: the arms that start from one clearing of its data."""

    app: str
    consent: Conditions
    repeat: int = 1

    def __post_init__(self) -> None:
        if not NAME.fullmatch(self.app):
            raise ValueError(f"an app's short name must be like notes, found {self.app!r}")
        if not 1 <= self.repeat <= MOST_REPEATS:
            raise ValueError(f"repeats are counted from 1 to {MOST_REPEATS}, found {self.repeat}")
        _check(self.consent)

    @property
    def id(self) -> str:
        """For instance `some-browser/switch=other/r1`."""
        return f"{self.app}/{_joined(self.consent, AS_SHIPPED)}/r{self.repeat}"

    @classmethod
    def parse(cls, text: str) -> SessionKey:
        """The identity that an id names.  Raises ValueError for any other text."""
        app, consent, repeat = _parts(text, _SESSION_PARTS, "a session")
        return cls(app, _split(consent, AS_SHIPPED), _number(repeat))

    def words(self, words: ConditionWords, title: str | None = None) -> str:
        """For people: the app, its consent vector, and the repeat from the second on."""
        return ", ".join([title or self.app, *(words(*pair) for pair in self.consent), *_again(self.repeat)])


@dataclass(frozen=True, slots=True)
class ArmKey:
    """One arm: app (short name), kind, consent vector, its own conditions, acts with counts, repeat.

    `consent` is what is set on purpose from cleared data on; everything else is what highlighted buttons
    and factory settings give.  `acts` are in the order done.
    """

    app: str
    kind: ArmKind
    consent: Conditions
    conditions: Conditions
    acts: tuple[tuple[str, int], ...]
    repeat: int = 1

    def __post_init__(self) -> None:
        SessionKey(self.app, self.consent, self.repeat)
        _check(self.conditions)
        done = [act for act, _ in self.acts]
        if len(self.every) != len(self.consent) + len(self.conditions) or len(set(done)) != len(done):
            raise ValueError(f"an arm names each condition and act once, found {self.every} and {done}")
        if (self.kind is ArmKind.BLANK) == bool(self.acts):
            raise ValueError(f"a blank arm has no act, any other has one, found {self.kind} with {self.acts}")
        for act, count in self.acts:
            match = _ACT.fullmatch(f"{act}{count}")
            if match is None or match[1] != act:
                raise ValueError(f"an act has a name without digits and a count from 1, found {act} {count}")

    @property
    def id(self) -> str:
        """For instance `some-browser/restrictive/switch=other/mode=incognito/visit3+search3/r1`."""
        acts = "+".join(f"{act}{count}" for act, count in self.acts) or NO_ACT
        consent, own = _joined(self.consent, AS_SHIPPED), _joined(self.conditions, PLAIN)
        return f"{self.app}/{self.kind}/{consent}/{own}/{acts}/r{self.repeat}"

    @property
    def session(self) -> SessionKey:
        """The session it belongs to."""
        return SessionKey(self.app, self.consent, self.repeat)

    @property
    def every(self) -> dict[str, str]:
        """All conditions, the consent vector's and its own."""
        return dict((*self.consent, *self.conditions))

    @classmethod
    def parse(cls, text: str) -> ArmKey:
        """The identity that an id names.  Raises ValueError for any other text."""
        app, kind, consent, own, acts, repeat = _parts(text, _ARM_PARTS, "an arm")
        counted = []
        for part in acts.split("+") if acts != NO_ACT else ():
            match = _ACT.fullmatch(part)
            if match is None:
                raise ValueError(f"wanted an act with its count, found {part!r} in {text!r}")
            counted.append((match[1], int(match[2])))
        return cls(
            app,
            ArmKind(kind),
            _split(consent, AS_SHIPPED),
            _split(own, PLAIN),
            tuple(counted),
            _number(repeat),
        )

    def words(self, words: ConditionWords, title: str | None = None) -> str:
        """For people: the app, what is fixed, that nothing or only taps are done, the repeat from 2 on."""
        done = {ArmKind.BLANK: ["nothing done"], ArmKind.SHAM: ["the same taps without content"]}
        own = [words(*pair) for pair in self.conditions]
        consent = [words(*pair) for pair in self.consent]
        parts = [title or self.app, *own, *done.get(self.kind, []), *consent, *_again(self.repeat)]
        return ", ".join(parts)


def _check(pairs: Conditions) -> None:
    for name, value in pairs:
        if not NAME.fullmatch(name) or not VALUE.fullmatch(value):
            raise ValueError(f"wanted a condition like mode=incognito, found {name}={value}")
    names = [name for name, _ in pairs]
    if names != sorted(set(names)):
        raise ValueError(f"conditions are kept once each, sorted by name, found {pairs}")


def _joined(pairs: Conditions, empty: str) -> str:
    return "+".join(f"{name}={value}" for name, value in pairs) or empty


def _split(text: str, empty: str) -> Conditions:
    if text == empty:
        return ()
    pairs = tuple(part.partition("=") for part in text.split("+"))
    if not all(equals for _, equals, _ in pairs):
        raise ValueError(f"wanted conditions like mode=incognito, found {text!r}")
    return tuple((name, value) for name, _, value in pairs)


def _parts(text: str, count: int, what: str) -> list[str]:
    parts = text.split("/")
    if len(parts) != count:
        raise ValueError(f"wanted the id of {what}, {count} parts with / between them, found {text!r}")
    return parts


def _number(text: str) -> int:
    match = _REPEAT.fullmatch(text)
    if match is None:
        raise ValueError(f"wanted a repeat like r1, found {text!r}")
    return int(match[1])


def _again(repeat: int) -> list[str]:
    return [f"repeat {repeat}"] if repeat > 1 else []
