"""The shape of `features/ledger.yaml`, as published in `harness/schemas/ledger.schema.json`."""

from __future__ import annotations

from typing import Literal

from pydantic import Field

from harness.ledger.validation import Entry
from harness.model.claim import Breadth, Kind, Observable, Severity, SourceGrade


class GradeEntry(Entry):
    """One number for each grade of run."""

    screening: int
    evidence: int


class AppEntry(Entry):
    """An app under test: its short name (arms), its title (people), the services a person chose in it."""

    name: str
    title: str
    services: list[str] = Field(default_factory=list)


class VendorEntry(Entry):
    """Whose claims these are, and how its apps and accounts are told on a phone.

    `packages` are beginnings of package names; `accounts` are types of accounts as `dumpsys account` lists.
    """

    name: str
    packages: list[str]
    accounts: list[str] = Field(default_factory=list)


class ScopeEntry(Entry):
    """An app by its short name, the reading that covers it, and the versions spoken of."""

    app: str
    breadth: Breadth
    from_version: str | None = None
    until_version: str | None = None


class PropositionEntry(Entry):
    """One testable reading; its scenario says what is done for it, or `unscripted` why there is none."""

    id: str
    text: str
    kind: Kind
    rule: str
    apps: list[ScopeEntry]
    minimum_n: GradeEntry | None = None
    window_s: GradeEntry | None = None
    repeats: GradeEntry | None = None
    parts: list[str] = Field(default_factory=list)
    parameters: dict[str, str] = Field(default_factory=dict)
    unscripted: str | None = None


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
    tags: list[str] = Field(default_factory=list)


class LedgerFile(Entry):
    """The whole file."""

    schema_: Literal["claims/ledger/v2"] = Field(alias="schema")
    vendor: VendorEntry
    apps: dict[str, AppEntry]
    claims: list[ClaimEntry]
