"""Reading `features/ledger.yaml` into the nouns of the model."""

from __future__ import annotations

from functools import partial

from harness.ledger.contract import Contracts
from harness.ledger.document import Document, Path, read_document
from harness.ledger.ledger_file import (
    AppEntry,
    ClaimEntry,
    GradeEntry,
    LedgerFile,
    PropositionEntry,
    ScopeEntry,
)
from harness.ledger.register import App, Ledger, Vendor
from harness.ledger.suggestion import unknown
from harness.ledger.validation import make, validate, wrong
from harness.ledger.versions import version_key
from harness.model.claim import (
    AppScope,
    Claim,
    ClaimId,
    PerGrade,
    Proposition,
    PropositionId,
    Source,
)
from harness.model.proposition import check_minimum, least_n

_PROPOSITION_DEPTH = 4
"""Steps of the path `claims`, index, `propositions`, index."""
_WINDOW_S, _REPEATS = PerGrade(1500, 1800), PerGrade(1, 3)
"""What holds where the ledger gives none (method §9); the least n of acts is known by kind."""


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
    return Ledger(
        name=name,
        digest=document.digest,
        canonical=document.canonical(),
        vendor=loader.vendor,
        apps=loader.apps,
        claims=claims,
        lines=loader.lines(),
    )


class _Loader:
    """Turns the entries of one file into the nouns of the model."""

    def __init__(self, document: Document, file: LedgerFile, contracts: Contracts) -> None:
        self.document = document
        self.contracts = contracts
        self.apps = tuple(self._app(package, entry) for package, entry in file.apps.items())
        given = file.vendor
        build = partial(Vendor, given.name, tuple(given.packages), tuple(given.accounts))
        self.vendor = make(document, ("vendor",), build)
        self._seen: dict[str, Path] = {}
        taken: dict[str, App] = {}
        for app in self.apps:
            for name in {app.name, app.title}:
                if taken.setdefault(name, app) is not app:
                    raise wrong(
                        document,
                        ("apps", app.package),
                        f"wanted each name and title once, found {name!r} again",
                    )

    def _app(self, package: str, entry: AppEntry) -> App:
        build = partial(App, package, entry.name, entry.title, tuple(entry.services))
        return make(self.document, ("apps", package), build)

    def lines(self) -> dict[Path, int]:
        """The line of every proposition, of every app by its package, and of every key in them."""
        owners = {path[:-1]: identifier for identifier, path in self._seen.items() if "propositions" in path}
        found: dict[Path, int] = {}
        for path, line in self.document.lines.items():
            owner = owners.get(path[:_PROPOSITION_DEPTH])
            if owner is not None:
                found[(owner, *path[_PROPOSITION_DEPTH:])] = line
            elif path[0] == "apps" and len(path) > 1:
                found[path[1:]] = line
        return found

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
        minimum = self._per_grade(entry.minimum_n, (*path, "minimum_n")) or least_n(entry.kind)
        make(self.document, (*path, "minimum_n"), partial(check_minimum, entry.kind, minimum))
        window_s = self._per_grade(entry.window_s, (*path, "window_s")) or _WINDOW_S
        repeats = self._per_grade(entry.repeats, (*path, "repeats")) or _REPEATS
        return make(
            self.document,
            path,
            lambda: Proposition(
                id=PropositionId(entry.id),
                text=entry.text,
                kind=entry.kind,
                rule=entry.rule,
                apps=apps,
                minimum_n=minimum,
                window_s=window_s,
                repeats=repeats,
                parts=tuple(entry.parts),
                parameters=entry.parameters,
                unscripted=entry.unscripted,
            ),
        )

    def _check_rule(self, entry: PropositionEntry, path: Path) -> None:
        contract = self.contracts.get(entry.rule)
        if contract is None:
            raise wrong(self.document, (*path, "rule"), unknown("a rule", entry.rule, self.contracts))
        if contract.kind is not entry.kind:
            raise wrong(
                self.document,
                (*path, "kind"),
                f"wanted {contract.kind}, which {entry.rule} judges, found {entry.kind}",
            )
        if bool(entry.parts) != contract.parts:
            wanted = (
                f"the parts that {entry.rule} looks for"
                if contract.parts
                else f"no parts: {entry.rule} reads none"
            )
            found = ", ".join(entry.parts) or "none"
            raise wrong(self.document, (*path, "parts"), f"wanted {wanted}, found {found}")
        for index, part in enumerate(entry.parts):
            if part in entry.parts[:index]:
                raise wrong(
                    self.document, (*path, "parts", index), f"wanted each part once, found {part} again"
                )
        problem = contract.problem(entry.parameters)
        if problem is not None:
            raise wrong(self.document, (*path, "parameters", problem[0]), problem[1])

    def scope(self, entry: ScopeEntry, path: Path) -> AppScope:
        known = {app.name: app.package for app in self.apps}
        if entry.app not in known:
            raise wrong(
                self.document, (*path, "app"), unknown("the name of an app of `apps`", entry.app, known)
            )
        limits = {"from_version": entry.from_version, "until_version": entry.until_version}
        for key, version in limits.items():
            if version is not None:
                make(self.document, (*path, key), partial(version_key, version))
        first, end = entry.from_version, entry.until_version
        if first is not None and end is not None and version_key(first) >= version_key(end):
            problem = f"wanted a version above {first}, from which on it speaks of the app, found {end!r}"
            raise wrong(self.document, (*path, "until_version"), problem)
        build = partial(AppScope, known[entry.app], entry.breadth, entry.from_version, entry.until_version)
        return make(self.document, path, build)

    def _per_grade(self, entry: GradeEntry | None, path: Path) -> PerGrade | None:
        if entry is None:
            return None
        return make(self.document, path, partial(PerGrade, entry.screening, entry.evidence))
