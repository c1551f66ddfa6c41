"""What a run has to record: every arm, in order, before the first act (design, "Measure once")."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from harness.ledger.register import DEFAULT, App, Ledger
from harness.ledger.versions import within
from harness.model.arm import ArmKey, ArmKind, ArmNeed, Mode
from harness.model.claim import ClaimId, Grade, Proposition
from harness.model.errors import SetupError

_ORDER = {ArmKind.PERMISSIVE: 0, ArmKind.BLANK: 1, ArmKind.RESTRICTIVE: 2, ArmKind.SHAM: 3}


@dataclass(frozen=True, slots=True)
class Selection:
    """Which claims a run is for (None: every tested one) and at which grade."""

    grade: Grade
    claims: tuple[ClaimId, ...] | None = None


@dataclass(frozen=True, slots=True)
class Session:
    """The arms of one app, consent vector and repeat.

    It starts from cleared app data, and one closing window of `window_s` seconds of the phone's
    clock follows its last arm.
    """

    app: str
    name: str
    consent: tuple[tuple[str, str], ...]
    repeat: int
    arms: tuple[ArmKey, ...]
    window_s: int


def arms(
    ledger: Ledger, proposition: Proposition, versions: Mapping[str, str], grade: Grade
) -> tuple[ArmKey, ...]:
    """Every arm that a proposition needs on a handset, or none where it does not apply.

    `versions` maps the installed packages to their `versionName`.  An app that is not installed, or in
    a version that the proposition does not speak of, needs none; a position of a switch that the
    installed version does not have is no condition of that handset.
    """
    needed = []
    for scope in proposition.apps:
        version = versions.get(scope.package)
        if version is None or not _within(scope.package, version, scope.from_version, scope.until_version):
            continue
        app = ledger.app(scope.package)
        needed += [
            ArmKey(app=app.package, name=app.name, need=need)
            for need in proposition.needs(grade)
            if _offered(app, version, need)
        ]
    return tuple(dict.fromkeys(needed))


def plan(ledger: Ledger, versions: Mapping[str, str], selection: Selection) -> tuple[ArmKey, ...]:
    """All arms of a run, each once, in the order in which they are recorded.

    Empty only where nothing selected applies to this handset.  Raises SetupError where the selection
    holds nothing that can be tested.
    """
    return tuple(key for session in sessions(ledger, versions, selection) for key in session.arms)


def sessions(ledger: Ledger, versions: Mapping[str, str], selection: Selection) -> tuple[Session, ...]:
    """The sessions of a run: the apps take turns, so that their closing windows overlap."""
    windows: dict[ArmKey, int] = {}
    for proposition in selected(ledger, selection):
        window = proposition.window_s.at(selection.grade)
        for key in arms(ledger, proposition, versions, selection.grade):
            windows[key] = max(window, windows.get(key, 0))
    grouped: dict[tuple[str, tuple[tuple[str, str], ...], int], list[ArmKey]] = {}
    for key in windows:
        grouped.setdefault(key.session, []).append(key)
    places = {app.package: place for place, app in enumerate(ledger.apps)}
    found = [
        Session(
            app=app,
            name=keys[0].name,
            consent=consent,
            repeat=repeat,
            arms=_ordered(keys, selection.grade),
            window_s=max(windows[key] for key in keys),
        )
        for (app, consent, repeat), keys in grouped.items()
    ]
    return tuple(
        sorted(
            found,
            key=lambda session: (
                session.repeat,
                [value != DEFAULT for _, value in session.consent],
                session.consent,
                places[session.app],
            ),
        )
    )


def selected(ledger: Ledger, selection: Selection) -> tuple[Proposition, ...]:
    """The propositions that a selection asks for.  Raises SetupError where there is none."""
    claims = ledger.claims
    if selection.claims is not None:
        claims = tuple(ledger.claim(claim) for claim in dict.fromkeys(selection.claims))
    propositions = tuple(proposition for claim in claims for proposition in claim.propositions)
    if not propositions:
        names = ", ".join(claim.id for claim in claims) or "nothing"
        raise SetupError(
            f"{ledger.name}: wanted at least one claim with a proposition, found {names}; see `claims list`"
        )
    return propositions


def _within(package: str, version: str, first: str | None, until: str | None) -> bool:
    try:
        return within(version, first, until)
    except ValueError as error:
        raise SetupError(
            f"{package} on the handset: {error}; install a version that can be compared"
        ) from error


def _offered(app: App, version: str, need: ArmNeed) -> bool:
    """Whether this version of the app has every position that the arm asks for."""
    firsts = {switch.name: switch.from_version for switch in app.switches}
    return all(
        value == DEFAULT or (name in firsts and _within(app.package, version, firsts[name], None))
        for name, value in need.consent
    )


def _ordered(keys: Iterable[ArmKey], grade: Grade) -> tuple[ArmKey, ...]:
    """Permissive, blank, restrictive, then the same with something suspended.

    An evidence run swaps blank and acting arms in every second repeat: counterbalanced (method §9).
    """

    def place(key: ArmKey) -> tuple[bool, int, bool, str]:
        need = key.need
        order = _ORDER[need.kind]
        if grade is Grade.EVIDENCE and need.repeat % 2 == 0 and need.kind is not ArmKind.PERMISSIVE:
            order = -order % len(_ORDER)
        return (bool(need.suspended), order, need.mode is Mode.INCOGNITO, key.id)

    return tuple(sorted(keys, key=place))
