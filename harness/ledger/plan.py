"""What a run has to record: every part and arm, in order, before the first act (README, Path of the data)."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from typing import Protocol

from harness.ledger.acts import Acts
from harness.ledger.register import App, Ledger
from harness.ledger.versions import within
from harness.model.arm import ArmKey, ArmKind, SessionKey
from harness.model.claim import AppScope, Grade, Proposition
from harness.model.errors import SetupError
from harness.model.plan import Plan, PlannedPart, PlannedSession
from harness.model.scenario import ArmRow, Scenario

_ORDER = {ArmKind.PERMISSIVE: 0, ArmKind.BLANK: 1, ArmKind.RESTRICTIVE: 2, ArmKind.SHAM: 3}

Part = tuple[str, str]
"""A proposition's id and an app's short name."""


class Offers(Protocol):
    """What the drivers of the apps know of their versions."""

    def lacks(self, app: str, version: str, row: ArmRow) -> str | None:
        """Why that version of the app (short name) has no such arm, None where it has.

        Raises SetupError where no driver can act so in any version.
        """
        ...


@dataclass(frozen=True, slots=True)
class Selection:
    """Which parts a run is for (None: every part that has a scenario) and at which grade."""

    grade: Grade
    parts: frozenset[Part] | None = None


def plan(
    ledger: Ledger,
    acts: Acts,
    scenarios: Iterable[Scenario],
    versions: Mapping[str, str],
    selection: Selection,
    offers: Offers,
) -> Plan:
    """The plan of a run on a handset with these packages installed (package → `versionName`).

    An app that is not installed, or in a version that a proposition does not speak of, gives a part that
    does not apply; an arm that the installed version cannot have is no arm of that handset, and where it can
    have none of a `When`, the part does not apply.  Raises SetupError where nothing is selected.
    """
    planner = _Planner(ledger, acts, versions, selection.grade, offers)
    parts = tuple(
        planner.part(scenario, scope)
        for scenario in scenarios
        for scope in ledger.proposition(scenario.proposition).apps
        if selection.parts is None
        or (scenario.proposition, ledger.app(scope.package).name) in selection.parts
    )
    if not parts:
        raise SetupError(f"{ledger.name}: wanted at least one scenario to run, found none; see `claims list`")
    return Plan(selection.grade, parts, planner.sessions(parts))


class _Planner:
    """Makes the parts of one handset."""

    def __init__(
        self, ledger: Ledger, acts: Acts, versions: Mapping[str, str], grade: Grade, offers: Offers
    ) -> None:
        self._ledger = ledger
        self._acts = acts
        self._versions = versions
        self._grade = grade
        self._offers = offers

    def part(self, scenario: Scenario, scope: AppScope) -> PlannedPart:
        """One proposition about one app."""
        proposition = self._ledger.proposition(scenario.proposition)
        app = self._ledger.app(scope.package)
        arms, why_not = self._arms(scenario, proposition, scope, app)
        key = f"{scenario.key}[{app.name}]"
        return PlannedPart(proposition.id, app.name, app.package, key, scenario.acts, arms, why_not)

    def _arms(
        self, scenario: Scenario, proposition: Proposition, scope: AppScope, app: App
    ) -> tuple[tuple[ArmKey, ...], str | None]:
        version = self._versions.get(app.package)
        if version is None:
            return (), f"{app.title} is not installed"
        if not _within(app.package, version, scope):
            limits = (("from", scope.from_version), ("before", scope.until_version))
            spoken = " and ".join(f"{word} {limit}" for word, limit in limits if limit)
            return (), f"{app.title} is {version}; the claim speaks of versions {spoken}"
        lacking = {row: self._offers.lacks(app.name, version, row) for row in scenario.rows}
        for look in scenario.looks:
            if look.rows and all(lacking[row] for row in look.rows):
                return (), lacking[look.rows[0]]
        rounds = max(scenario.rounds, proposition.repeats.at(self._grade))
        had = [row for row, why in lacking.items() if why is None]
        return tuple(self._key(app, row, repeat) for repeat in range(1, rounds + 1) for row in had), None

    def _key(self, app: App, row: ArmRow, repeat: int) -> ArmKey:
        counts = tuple((act, self._acts.act(act).count(self._grade)) for act in row.acts)
        return ArmKey(app.name, row.kind, row.consent, row.conditions, counts, repeat)

    def sessions(self, parts: Iterable[PlannedPart]) -> tuple[PlannedSession, ...]:
        """The sessions that hold these parts' arms: apps take turns, so that closing windows overlap."""
        windows: dict[ArmKey, int] = {}
        for part in parts:
            window = self._ledger.proposition(part.proposition).window_s.at(self._grade)
            for key in part.arms:
                windows[key] = max(window, windows.get(key, 0))
        grouped: dict[SessionKey, list[ArmKey]] = {}
        for key in windows:
            grouped.setdefault(key.session, []).append(key)
        places = {app.name: place for place, app in enumerate(self._ledger.apps)}
        consents = list(dict.fromkeys(session.consent for session in grouped))
        ranked = sorted(
            grouped, key=lambda item: (item.repeat, consents.index(item.consent), places[item.app])
        )
        return tuple(
            PlannedSession(
                key=session,
                package=self._ledger.app(session.app).package,
                arms=self._ordered(grouped[session]),
                window_s=max(windows[key] for key in grouped[session]),
            )
            for session in ranked
        )

    def _ordered(self, keys: Collection[ArmKey]) -> tuple[ArmKey, ...]:
        """Permissive, blank, restrictive, then the same under further conditions.

        An evidence run swaps blank and acting arms in every second repeat: counterbalanced (method §9).
        """

        def place(key: ArmKey) -> tuple[int, int, str]:
            order = _ORDER[key.kind]
            if self._grade is Grade.EVIDENCE and key.repeat % 2 == 0 and key.kind is not ArmKind.PERMISSIVE:
                order = -order % len(_ORDER)
            return (len(key.conditions), order, key.id)

        return tuple(sorted(keys, key=place))


def _within(package: str, version: str, scope: AppScope) -> bool:
    try:
        return within(version, scope.from_version, scope.until_version)
    except ValueError as error:
        raise SetupError(
            f"{package} on the handset: {error}; install a version that can be compared"
        ) from error
