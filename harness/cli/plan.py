"""`claims run --plan`: what a run would record, judge and change, and about how long it takes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console

from harness.apps.registry import Drivers, built_in, declared
from harness.bench.config import DeviceEntry
from harness.bench.duration import Pace, moments, words
from harness.bench.progress import stretch_of
from harness.bench.stand import app_versions
from harness.cli.terminal import many, say
from harness.ledger import Ledger, Selection, plan
from harness.model.arm import ArmKey
from harness.model.claim import Grade
from harness.model.plan import Plan, PlannedPart
from harness.report.words import Words
from harness.ruling.tables import Study

NEWEST = "999999"
"""Stands for a version that is not known: the app with everything it ever had."""
CHANGES = (
    "global proxy set to the recorder",
    "the recorder's CA in the system store (needs root)",
    "mobile data off",
    "Bluetooth off",
    "IPv6 off (needs root)",
    "USB network off",
    "whatever an arm fixes, for that arm, and what its acts put on the phone",
    "data of the apps cleared before each of their sessions: what was in them is gone",
)


@dataclass(frozen=True, slots=True)
class DevicePlan:
    """What one handset would be asked for; `versions` are those of its apps by package."""

    device: DeviceEntry
    versions: Mapping[str, str]
    plan: Plan

    def version(self, package: str) -> str | None:
        """The version of an app, None where it is not known or not there."""
        return self.versions.get(package) if self.device.virtual else None

    @property
    def seconds(self) -> float:
        """About how long the recording takes, in wall seconds."""
        virtual = self.device.virtual
        pace = Pace(virtual.time_scale, virtual=True) if virtual else Pace()
        return moments([stretch_of(session) for session in self.plan.sessions], pace)[-1]


def plan_of(
    study: Study, propositions: Sequence[str], devices: Sequence[DeviceEntry], grade: Grade
) -> tuple[DevicePlan, ...]:
    """The plan of every handset.  Raises SetupError for a virtual handset whose firmware does not exist."""
    tables = study.tables
    drivers = Drivers((*built_in(), *declared(study.pack.modules("apps"))))
    parts = frozenset(
        (item, tables.ledger.app(scope.package).name)
        for item in propositions
        for scope in tables.ledger.proposition(item).apps
    )
    selection = Selection(grade, parts)
    known = [_versions(tables.ledger, device) for device in devices]
    return tuple(
        DevicePlan(
            device,
            versions,
            plan(tables.ledger, tables.acts, study.scenarios, versions, selection, drivers),
        )
        for device, versions in zip(devices, known, strict=True)
    )


def show_plan(console: Console, study: Study, plans: Sequence[DevicePlan], grade: Grade) -> None:
    """Print the plan of every handset; nothing is started and nothing changed."""
    say(console, f"Plan of a {grade.value} run. Nothing is started and nothing is changed.")
    ledger = study.tables.ledger
    named = Words.of(ledger, study.tables.acts)
    for item in plans:
        say(console, "")
        say(console, _heading(item.device, ledger, item.versions), 4, "bold")
        _arms(console, item.plan, named)
        _propositions(console, ledger, item.plan)
        say(console, f"  {_sum(item.plan)}, {words(item.seconds)}", 4)
    say(console, "")
    say(console, "Changed on every handset while it is measured, and undone afterwards, but for the last:")
    for change in CHANGES:
        say(console, f"  {change}", 4)
    if len(plans) > 1:
        longest = max(item.seconds for item in plans)
        say(console, f"The handsets are measured side by side: {words(longest)} in all.")


def plan_json(study: Study, plans: Sequence[DevicePlan], grade: Grade) -> str:
    """The same for machines: `claims/planned/v2`."""
    handsets = [
        {
            "handset": item.device.name,
            "virtual": item.device.virtual is not None,
            "apps": {app.package: item.version(app.package) for app in study.tables.ledger.apps},
            "sessions": [
                {
                    "session": session.key.id,
                    "app": session.package,
                    "window_s": session.window_s,
                    "arms": [key.id for key in session.arms],
                }
                for session in item.plan.sessions
            ],
            "parts": [
                {
                    "proposition": part.proposition,
                    "app": part.package,
                    "scenario": part.scenario,
                    "arms": [key.id for key in part.arms],
                    "why_not": part.why_not,
                }
                for part in item.plan.parts
            ],
            "seconds": round(item.seconds),
        }
        for item in plans
    ]
    content = {"schema": "claims/planned/v2", "grade": grade.value, "changes": CHANGES, "handsets": handsets}
    return json.dumps(content, indent=1)


def _versions(ledger: Ledger, device: DeviceEntry) -> Mapping[str, str]:
    if device.virtual is None:
        return {app.package: NEWEST for app in ledger.apps}
    return app_versions(device.virtual)


def _heading(device: DeviceEntry, ledger: Ledger, versions: Mapping[str, str]) -> str:
    if device.virtual is None:
        serial = device.adb.serial if device.adb else ""
        return (
            f"{device.name}: phone {serial}; its app versions are not known before it runs, so this is "
            "planned as if every app were there in its newest version"
        )
    apps = [f"{app.title} {versions.get(app.package, 'absent')}" for app in ledger.apps]
    return f"{device.name}: virtual handset, firmware {device.virtual.firmware}, {', '.join(apps)}"


def _acts(key: ArmKey) -> int:
    return sum(count for _, count in key.acts)


def _arms(console: Console, planned: Plan, named: Words) -> None:
    number = 0
    for session in planned.sessions:
        for key in session.arms:
            number += 1
            acts = ", ".join(f"{count}×{act}" for act, count in key.acts) or "no act"
            say(console, f"  arm {number:>3}  {named.arm(key.id)}: {acts}", 11)
        say(console, f"           recorded on for {session.window_s / 60:.0f} min of the phone's clock", 11)


def _propositions(console: Console, ledger: Ledger, planned: Plan) -> None:
    numbers = {key: number for number, key in enumerate(planned.arms, 1)}
    by_proposition: dict[str, list[PlannedPart]] = {}
    for part in planned.parts:
        by_proposition.setdefault(part.proposition, []).append(part)
    for claim in ledger.claims:
        mine = [item for item in claim.propositions if item.id in by_proposition]
        if mine:
            say(console, f"  {claim.id}  {claim.title}", 4)
        for proposition in mine:
            needed = [numbers[key] for part in by_proposition[proposition.id] for key in part.arms]
            by = f"arm{'' if len(needed) == 1 else 's'} {ranges(needed)}" if needed else "does not apply"
            say(console, f"    {proposition.id} ({by}): {proposition.text}", 6)
            for why_not in (part.why_not for part in by_proposition[proposition.id] if part.why_not):
                say(console, f"      not applicable: {why_not}", 8)


def ranges(numbers: Sequence[int]) -> str:
    """Numbers in ascending order, neighbours as ranges: `1-4, 7`."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _sum(planned: Plan) -> str:
    return f"{many(len(planned.arms), 'arm')}, {many(sum(_acts(key) for key in planned.arms), 'act')}"
