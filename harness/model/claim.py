"""Public claims: who said what, when, where, and the propositions it is split into (method §1)."""

from __future__ import annotations

import re
from dataclasses import dataclass
from enum import StrEnum

from harness.model.proposition import (
    AppScope,
    Breadth,
    ClaimId,
    Grade,
    Kind,
    PerGrade,
    Proposition,
    PropositionId,
    PropositionKind,
)

__all__ = [
    "AppScope",
    "Breadth",
    "Claim",
    "ClaimId",
    "Grade",
    "Kind",
    "Observable",
    "PerGrade",
    "Proposition",
    "PropositionId",
    "PropositionKind",
    "Severity",
    "Source",
    "SourceGrade",
]

QUOTED_WORDS_MOST = 12
"""Method §1: the decisive words are quoted as a fragment of at most so many words."""
_CLAIM_ID = re.compile(r"[A-Z]{2,6}-[0-9]{2}")
_NAME = re.compile(r"[a-z][a-z0-9-]*")
_DATE = re.compile(r"[0-9]{4}(-[0-9]{2}(-[0-9]{2})?)?|undated")


class SourceGrade(StrEnum):
    """Own publication read in full, read in part, or known through others only (method §1)."""

    FULL = "full"
    PART = "part"
    PRESS = "press"


class Severity(StrEnum):
    """How much a violation would matter to the owner of the phone; the words are Allure's."""

    BLOCKER = "blocker"
    CRITICAL = "critical"
    NORMAL = "normal"
    MINOR = "minor"
    TRIVIAL = "trivial"


class Observable(StrEnum):
    """What shows a claim to be true or false."""

    NET = "net"
    SETTINGS = "settings"
    UI = "ui"
    OUT_OF_BAND = "out-of-band"


@dataclass(frozen=True, slots=True)
class Source:
    """Who said it, when, where, and how much of it could be read.

    `date` is ISO 8601 to the day, month or year, or `undated`.
    """

    url: str
    date: str
    author: str
    grade: SourceGrade

    def __post_init__(self) -> None:
        if not self.url.startswith(("https://", "http://")):
            raise ValueError(f"a source must be a web address, found {self.url!r}")
        if not _DATE.fullmatch(self.date):
            raise ValueError(f"a source's date must be YYYY[-MM[-DD]] or undated, found {self.date!r}")
        if not self.author:
            raise ValueError(f"the source {self.url} must name its author")


@dataclass(frozen=True, slots=True)
class Claim:
    """A public statement of the vendor about its phones.

    `words` is the decisive fragment in its own language, or None where the statement is known only
    through others' descriptions.  `untested` says what of the claim no proposition tests, and why;
    a claim with it never holds as a whole.

    Raises ValueError where an id is malformed, a quotation is long, or nothing says why it is untested.
    """

    id: ClaimId
    topic: str
    title: str
    words: str | None
    paraphrase: str
    source: Source
    severity: Severity
    observable: tuple[Observable, ...]
    propositions: tuple[Proposition, ...]
    untested: str | None
    scope: str
    tags: tuple[str, ...] = ()
    """Further words by which `--claims` can select it (`needs-account` ...)."""

    def __post_init__(self) -> None:
        if not _CLAIM_ID.fullmatch(self.id):
            raise ValueError(f"a claim's id must be like INC-02, found {self.id!r}")
        if not _NAME.fullmatch(self.topic):
            raise ValueError(f"{self.id}: a topic must be like incognito, found {self.topic!r}")
        if not (self.title and self.paraphrase and self.scope and self.observable):
            raise ValueError(f"{self.id}: needs a title, a paraphrase, a scope and what shows it")
        if self.words is not None and not 1 <= len(self.words.split()) <= QUOTED_WORDS_MOST:
            raise ValueError(
                f"{self.id}: quotes {len(self.words.split())} words, wanted 1 to {QUOTED_WORDS_MOST}"
            )
        if not self.propositions and not (self.untested or "").strip():
            raise ValueError(f"{self.id}: has no proposition and does not say why (untested)")
        self._check_lists()

    def _check_lists(self) -> None:
        for proposition in self.propositions:
            if proposition.claim != self.id:
                raise ValueError(f"{self.id}: holds the proposition {proposition.id} of another claim")
        for tag in self.tags:
            if not _NAME.fullmatch(tag) or self.tags.count(tag) > 1:
                raise ValueError(f"{self.id}: a tag is a word like needs-account, named once, found {tag!r}")
        ids = [proposition.id for proposition in self.propositions]
        if len(set(ids)) != len(ids):
            raise ValueError(f"{self.id}: names a proposition twice")
