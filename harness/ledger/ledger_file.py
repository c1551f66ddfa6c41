"""The shape of `features/ledger.yaml`, as published in `schemas/ledger.schema.json`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from harness.ledger.validation import Entry
from harness.model.arm import ArmKind, Mode
from harness.model.claim import Breadth, Kind, Observable, Severity, SourceGrade


class GradeEntry(Entry):
    """One number for each grade of run."""

    screening: int
    evidence: int


class SwitchEntry(Entry):
    """A consent that the app offers from a version on (inclusive); before, only its default exists."""

    from_version: str


class AppEntry(Entry):
    """An app under test: the short name used in arms and the title used in features."""

    name: str
    title: str
    switches: dict[str, SwitchEntry] = Field(default_factory=dict)


class ArmEntry(Entry):
    """The conditions of one arm; how often each act is done stands in `act_counts`."""

    kind: ArmKind
    mode: Mode
    consent: dict[str, str]
    acts: list[str] = Field(default_factory=list)
    suspended: list[str] = Field(default_factory=list)


class ScopeEntry(Entry):
    """An app by its short name, the reading that covers it, and the versions spoken of."""

    app: str
    breadth: Breadth
    from_version: str | None = None
    until_version: str | None = None


class PropositionEntry(Entry):
    """One testable reading; `arms` names entries of `arms` at the top of the file."""

    id: str
    text: str
    kind: Kind
    rule: str
    apps: list[ScopeEntry]
    acts: list[str]
    arms: list[str]
    minimum_n: GradeEntry
    window_s: GradeEntry | None = None
    repeats: GradeEntry | None = None
    parts: list[str] = Field(default_factory=list)
    parameters: dict[str, str] = Field(default_factory=dict)


class SourceEntry(Entry):
    """Who said it, where, when, and how much of it could be read."""

    url: str
    date: str
    author: str
    grade: SourceGrade


class ClaimEntry(Entry):
    """One public statement; `untested` says what of it no proposition tests, and why."""

    id: str
    topic: str
    title: str
    words: str | None = None
    paraphrase: str
    scope: str
    source: SourceEntry
    severity: Severity
    observable: list[Observable]
    propositions: list[PropositionEntry] = Field(default_factory=list)
    untested: str | None = None


class LedgerFile(Entry):
    """The whole file."""

    schema_: Literal["claims/ledger/v1"] = Field(alias="schema")
    apps: dict[str, AppEntry]
    act_counts: dict[str, GradeEntry]
    arms: dict[str, ArmEntry]
    claims: list[ClaimEntry]
