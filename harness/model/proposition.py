"""Testable readings of a claim, fixed before any run (method §1, §9)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from enum import StrEnum
from typing import NewType

ClaimId = NewType("ClaimId", str)
PropositionId = NewType("PropositionId", str)

_PROPOSITION_ID = re.compile(r"([A-Z]{2,6}-[0-9]{2})\.[a-z][a-z0-9-]*")
_NAME = re.compile(r"[a-z][a-z0-9-]*")
PACKAGE = re.compile(r"[A-Za-z][A-Za-z0-9_]*(\.[A-Za-z][A-Za-z0-9_]*)+")


class Grade(StrEnum):
    """How much a run was asked to prove (method, first paragraph)."""

    SCREENING = "screening"
    EVIDENCE = "evidence"


class Kind(StrEnum):
    """Whether something must not happen, must happen, or must be written somewhere."""

    ABSENCE = "absence"
    PRESENCE = "presence"
    DOCUMENTARY = "documentary"


PropositionKind = Kind


class Breadth(StrEnum):
    """Which reading of the claim covers an app: a violation needs NARROW, a *holds* needs both."""

    NARROW = "narrow"
    BROAD = "broad"


@dataclass(frozen=True, slots=True)
class PerGrade:
    """One positive number for each grade of run."""

    screening: int
    evidence: int

    def __post_init__(self) -> None:
        if self.screening < 1 or self.evidence < 1:
            raise ValueError(f"a number per grade must be 1 or more, found {self.screening}, {self.evidence}")

    def at(self, grade: Grade) -> int:
        """The number for that grade."""
        return self.screening if grade is Grade.SCREENING else self.evidence


_LEAST = {Kind.ABSENCE: PerGrade(3, 20), Kind.PRESENCE: PerGrade(1, 1), Kind.DOCUMENTARY: PerGrade(1, 1)}


def least_n(kind: Kind) -> PerGrade:
    """The n of acts below which nothing of that kind may hold (method §9)."""
    return _LEAST[kind]


def check_minimum(kind: Kind, minimum: PerGrade) -> None:
    """Raise ValueError for an n of acts that is below the method's."""
    least = least_n(kind)
    if minimum.screening < least.screening or minimum.evidence < least.evidence:
        raise ValueError(
            f"wanted n >= {least.screening} in screening and >= {least.evidence} in evidence for {kind}, "
            f"found {minimum.screening} and {minimum.evidence}"
        )


@dataclass(frozen=True, slots=True)
class AppScope:
    """An app that a proposition speaks of, from a version on (inclusive) and until one (exclusive)."""

    package: str
    breadth: Breadth
    from_version: str | None = None
    until_version: str | None = None

    def __post_init__(self) -> None:
        if not PACKAGE.fullmatch(self.package):
            raise ValueError(f"an app must be a package name, found {self.package!r}")


@dataclass(frozen=True, slots=True)
class Proposition:
    """One testable reading of a claim, fixed before any run.

    `rule` is the id of a rule of `harness.judge`, `parts` says which planted parts a content rule
    looks for, `parameters` belong to the rule and were checked against its contract.  `window_s` is how
    long recording goes on past the last act, in seconds of the phone's clock.  What is done and in which
    arms stands in the scenario of its id.

    Raises ValueError where it could never be judged fairly.
    """

    id: PropositionId
    text: str
    kind: Kind
    rule: str
    apps: tuple[AppScope, ...]
    minimum_n: PerGrade
    window_s: PerGrade = PerGrade(1500, 1800)
    repeats: PerGrade = PerGrade(1, 3)
    parts: tuple[str, ...] = ()
    parameters: Mapping[str, str] = field(default_factory=dict, hash=False)
    unscripted: str | None = None
    """Why no scenario stands for it, where none does."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "parameters", dict(self.parameters))
        if not _PROPOSITION_ID.fullmatch(self.id):
            raise ValueError(f"a proposition's id must be like INC-02.address, found {self.id!r}")
        if not _NAME.fullmatch(self.rule):
            raise ValueError(f"{self.id}: a rule's id must be like content-absence, found {self.rule!r}")
        if not self.text.strip() or not self.apps:
            raise ValueError(f"{self.id}: needs a text and at least one app")
        if self.unscripted is not None and not self.unscripted.strip():
            raise ValueError(f"{self.id}: `unscripted` says why there is no scenario, found no word")
        packages = [app.package for app in self.apps]
        if len(set(packages)) != len(packages):
            raise ValueError(f"{self.id}: names an app twice")
        check_minimum(self.kind, self.minimum_n)

    @property
    def claim(self) -> ClaimId:
        """The claim this is a reading of."""
        return ClaimId(self.id.partition(".")[0])
