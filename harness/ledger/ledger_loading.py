"""Reading `features/ledger.yaml` into the nouns of the model."""

from __future__ import annotations

from functools import partial

from harness.ledger.contract import Contracts
from harness.ledger.document import Document, Path, read_document
from harness.ledger.ledger_file import (
    ClaimEntry,
    GradeEntry,
    LedgerFile,
    PropositionEntry,
    ScopeEntry,
)
from harness.ledger.register import App, Ledger, Vendor
from harness.ledger.validation import make, validate, wrong
from harness.ledger.versions import version_key
from harness.model.claim import (
    AppScope,
    Claim,
    ClaimId,
    Kind,
    PerGrade,
    Proposition,
    PropositionId,
    Source,
)

_LEAST = {Kind.ABSENCE: PerGrade(3, 20)}
"""n of acts where the ledger gives none: the method's least (§9)."""


def load_ledger(text: str, name: str, contracts: Contracts) -> Ledger:
    """The ledger that a text holds; `name` stands in messages.

    Each proposition is checked against the contract of its rule.  Raises SetupError with the line.
    """
    document = read_document(text, name)
    file = validate(document, LedgerFile)
    loader = _Loader(document, file, contracts)
    if not file.claims:
        raise wrong(document, ("claims",), "wanted at least one claim, found none")
    claims = tuple(loader.claim(entry, ("claims", index)) for index, entry in enumerate(file.claims))
    vendor = file.vendor
    return Ledger(
        name=name,
        digest=document.digest,
        canonical=document.canonical(),
        vendor=Vendor(vendor.name, tuple(vendor.packages), tuple(vendor.accounts)),
        apps=loader.apps,
        claims=claims,
    )


class _Loader:
    """Turns the entries of one file into the nouns of the model."""

    def __init__(self, document: Document, file: LedgerFile, contracts: Contracts) -> None:
        self.document = document
        self.contracts = contracts
        self.apps = tuple(
            App(package, entry.name, entry.title, tuple(entry.services))
            for package, entry in file.apps.items()
        )
        names = [app.name for app in self.apps]
        for app in self.apps:
            if names.count(app.name) > 1:
                raise wrong(document, ("apps", app.package), f"wanted each name once, found {app.name!r}")
        self._seen: dict[str, Path] = {}

    def _once(self, identifier: str, path: Path) -> None:
        if identifier in self._seen:
            first = self.document.line(self._seen[identifier])
            raise wrong(
                self.document, path, f"wanted each id once, found {identifier} again (first on line {first})"
            )
        self._seen[identifier] = path

    def claim(self, entry: ClaimEntry, path: Path) -> Claim:
        self._once(entry.id, (*path, "id"))
        source = make(
            self.document,
            (*path, "source"),
            lambda: Source(entry.source.url, entry.source.date, entry.source.author, entry.source.grade),
        )
        propositions = tuple(
            self.proposition(item, (*path, "propositions", index))
            for index, item in enumerate(entry.propositions)
        )
        return make(
            self.document,
            path,
            lambda: Claim(
                id=ClaimId(entry.id),
                topic=entry.topic,
                title=entry.title,
                words=entry.words,
                paraphrase=entry.paraphrase,
                source=source,
                severity=entry.severity,
                observable=tuple(entry.observable),
                propositions=propositions,
                untested=entry.untested,
                scope=entry.scope,
                tags=tuple(entry.tags),
            ),
        )

    def proposition(self, entry: PropositionEntry, path: Path) -> Proposition:
        self._once(entry.id, (*path, "id"))
        apps = tuple(self.scope(item, (*path, "apps", index)) for index, item in enumerate(entry.apps))
        self._check_rule(entry, path)
        return make(
            self.document,
            path,
            lambda: Proposition(
                id=PropositionId(entry.id),
                text=entry.text,
                kind=entry.kind,
                rule=entry.rule,
                apps=apps,
                minimum_n=_given(entry.minimum_n) or _LEAST.get(entry.kind, PerGrade(1, 1)),
                window_s=_given(entry.window_s) or PerGrade(1500, 1800),
                repeats=_given(entry.repeats) or PerGrade(1, 3),
                parts=tuple(entry.parts),
                parameters=entry.parameters,
                unscripted=entry.unscripted,
            ),
        )

    def _check_rule(self, entry: PropositionEntry, path: Path) -> None:
        contract = self.contracts.get(entry.rule)
        if contract is None:
            known = ", ".join(sorted(self.contracts))
            raise wrong(self.document, (*path, "rule"), f"wanted a rule of {known}, found {entry.rule!r}")
        if contract.kind is not entry.kind:
            raise wrong(
                self.document,
                (*path, "kind"),
                f"wanted {contract.kind}, of which {entry.rule} speaks, found {entry.kind}",
            )
        if entry.parts and not contract.parts:
            raise wrong(
                self.document, (*path, "parts"), f"wanted none, which {entry.rule} reads not, found some"
            )
        make(self.document, (*path, "parameters"), partial(contract.parse, entry.parameters))

    def scope(self, entry: ScopeEntry, path: Path) -> AppScope:
        for app in self.apps:
            if app.name == entry.app:
                break
        else:
            raise wrong(self.document, path, f"wanted the name of an app under `apps`, found {entry.app!r}")
        for version in (entry.from_version, entry.until_version):
            if version is not None:
                make(self.document, path, partial(version_key, version))
        return make(
            self.document,
            path,
            lambda: AppScope(app.package, entry.breadth, entry.from_version, entry.until_version),
        )


def _given(entry: GradeEntry | None) -> PerGrade | None:
    return None if entry is None else PerGrade(entry.screening, entry.evidence)
