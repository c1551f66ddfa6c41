"""Reading `features/ledger.yaml` into the nouns of the model."""

from __future__ import annotations

from functools import partial

from harness.ledger.document import Document, Path, read_document
from harness.ledger.ledger_file import (
    ArmEntry,
    ClaimEntry,
    GradeEntry,
    LedgerFile,
    PropositionEntry,
    ScopeEntry,
)
from harness.ledger.register import DEFAULT, OTHER, App, Ledger, Switch
from harness.ledger.validation import make, validate, wrong
from harness.ledger.versions import version_key
from harness.model.arm import ArmNeed
from harness.model.claim import (
    AppScope,
    Claim,
    ClaimId,
    Grade,
    PerGrade,
    Proposition,
    PropositionId,
    Source,
)


def load_ledger(text: str, name: str) -> Ledger:
    """The ledger that a text holds; `name` stands in messages.  Raises SetupError with the line."""
    document = read_document(text, name)
    file = validate(document, LedgerFile)
    loader = _Loader(document, file)
    if not file.claims:
        raise wrong(document, ("claims",), "wanted at least one claim, found none")
    claims = tuple(loader.claim(entry, ("claims", index)) for index, entry in enumerate(file.claims))
    loader.check_arms()
    return Ledger(
        name=name,
        digest=document.digest,
        canonical=document.canonical(),
        apps=loader.apps,
        claims=claims,
    )


class _Loader:
    """Turns the entries of one file into the nouns of the model."""

    def __init__(self, document: Document, file: LedgerFile) -> None:
        self.document = document
        self.file = file
        self.apps = tuple(
            App(package, entry.name, entry.title, self._switches(package))
            for package, entry in file.apps.items()
        )
        self._seen: dict[str, Path] = {}
        self._used_arms: set[str] = set()

    def _switches(self, package: str) -> tuple[Switch, ...]:
        switches = []
        for name, entry in self.file.apps[package].switches.items():
            path: Path = ("apps", package, "switches", name, "from_version")
            make(self.document, path, partial(version_key, entry.from_version))
            switches.append(Switch(name, entry.from_version))
        return tuple(switches)

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
            ),
        )

    def proposition(self, entry: PropositionEntry, path: Path) -> Proposition:
        self._once(entry.id, (*path, "id"))
        apps = tuple(self.scope(item, (*path, "apps", index)) for index, item in enumerate(entry.apps))
        arms = {
            grade: tuple(self.need(name, grade, (*path, "arms", i)) for i, name in enumerate(entry.arms))
            for grade in Grade
        }
        return make(
            self.document,
            path,
            lambda: Proposition(
                id=PropositionId(entry.id),
                text=entry.text,
                kind=entry.kind,
                rule=entry.rule,
                apps=apps,
                acts=tuple(entry.acts),
                arms=arms[Grade.SCREENING],
                evidence_arms=arms[Grade.EVIDENCE],
                minimum_n=_per_grade(entry.minimum_n),
                parts=tuple(entry.parts),
                parameters=entry.parameters,
                **{
                    name: _per_grade(value)
                    for name, value in (("window_s", entry.window_s), ("repeats", entry.repeats))
                    if value is not None
                },
            ),
        )

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

    def need(self, name: str, grade: Grade, path: Path) -> ArmNeed:
        entry = self.file.arms.get(name)
        if entry is None:
            raise wrong(self.document, path, f"wanted the name of an entry of `arms`, found {name!r}")
        self._used_arms.add(name)
        return self._need(name, entry, grade)

    def _need(self, name: str, entry: ArmEntry, grade: Grade) -> ArmNeed:
        path: Path = ("arms", name)
        known = {switch.name for app in self.apps for switch in app.switches}
        for consent, value in entry.consent.items():
            if consent not in known or value not in (DEFAULT, OTHER):
                raise wrong(
                    self.document,
                    (*path, "consent", consent),
                    f"wanted a switch of an app as {DEFAULT} or {OTHER}, found {consent}={value}",
                )
        for act in entry.acts:
            if act not in self.file.act_counts:
                raise wrong(self.document, (*path, "acts"), f"wanted an act of `act_counts`, found {act!r}")
        counts = tuple((act, _per_grade(self.file.act_counts[act]).at(grade)) for act in entry.acts)
        return make(
            self.document,
            path,
            lambda: ArmNeed(
                kind=entry.kind,
                mode=entry.mode,
                consent=tuple(entry.consent.items()),
                acts=counts,
                suspended=tuple(entry.suspended),
            ),
        )

    def check_arms(self) -> None:
        for name in self.file.arms:
            if name not in self._used_arms:
                raise wrong(
                    self.document, ("arms", name), f"wanted arms that are used, found {name!r} unused"
                )


def _per_grade(entry: GradeEntry) -> PerGrade:
    return PerGrade(entry.screening, entry.evidence)
