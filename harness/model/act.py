"""What a person does on the phone, and who may lawfully receive what of it (method §2, §3)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from harness.model.claim import Grade, PerGrade
from harness.model.destination import ActRole

PLACES = (
    *("host", "url", "url.path", "url.query", "url.fragment", "body", "cookie", "header"),
    *("dns", "sni", "connect"),
)
"""Where in a message a value may stand: the first step of a layer path without its name, and three that are
places of their own (`harness.judge.outbound`)."""


class JudgedBy(StrEnum):
    """What stands for the content of an act in the traffic (method §3)."""

    CANARY = "canary"
    """A value planted by the bench."""
    OBSERVED = "observed"
    """A token read from the screen, and act against sham arms."""


@dataclass(frozen=True, slots=True)
class Part:
    """A part of an act's content, for instance `fragment`.

    `carried` tells whether a protocol sends it by itself; a part that none sends convicts alone.  `page`
    marks an address read from the screen: its host is one that the act addressed.  `words` names it in
    reports.
    """

    name: str
    carried: bool
    text: str
    words: str = ""
    page: bool = False


@dataclass(frozen=True, slots=True)
class Receiver:
    """One role that may lawfully receive some parts of an act, and where in a message.

    A place is the first step of a layer path, with its name (`header:referer`) or without
    (`url.query`, which covers every parameter).
    """

    role: ActRole
    parts: tuple[str, ...]
    places: tuple[str, ...]
    why: str

    def covers(self, part: str, place: str) -> bool:
        """Whether that part may stand in that place; header names are compared without case."""
        named = place.lower()
        return part in self.parts and (named in self.places or named.partition(":")[0] in self.places)


@dataclass(frozen=True, slots=True)
class Act:
    """One act.  `carries` names the parts of its content; `receivers` who may have which.

    `plural` is how features say that it is done (`pages are visited`), `done` how reports name one time
    (`page {number}, visited`); `times` is how often it is done in each arm that has it.
    """

    id: str
    title: str
    plural: str
    done: str
    times: PerGrade
    judged_by: JudgedBy
    carries: tuple[str, ...]
    receivers: tuple[Receiver, ...]

    def __post_init__(self) -> None:
        for receiver in self.receivers:
            if receiver.role is ActRole.NONE:
                raise ValueError(f"{self.id}: a receiver without a role receives nothing lawfully")
            for part in receiver.parts:
                if part not in self.carries:
                    raise ValueError(f"{self.id}: gives away the part {part!r}, which it does not carry")

    def count(self, grade: Grade) -> int:
        """How often it is done in an arm of a run of that grade."""
        return self.times.at(grade)

    def in_words(self, number: int | str | None) -> str:
        """One time of it, for reports; a text of several numbers for several times."""
        return self.done.replace("{number}", "" if number is None else str(number))

    def permits(self, role: ActRole, part: str, place: str) -> bool:
        """Whether a host in that role may receive that part in that place."""
        return any(receiver.role is role and receiver.covers(part, place) for receiver in self.receivers)

    def gives_role(self, role: ActRole) -> bool:
        """Whether anybody has that role in this act."""
        return any(receiver.role is role for receiver in self.receivers)
