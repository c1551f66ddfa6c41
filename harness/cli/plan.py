"""`claims run --plan`: what a run would record, judge and change, and about how long it takes."""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich.console import Console

from harness.bench.config import DeviceEntry
from harness.bench.duration import Pace, Stretch, moments, words
from harness.bench.progress import short_name
from harness.ruling.tables import Tables
from harness.cli.firmware import app_versions
from harness.cli.terminal import many, say
from harness.ledger import Selection, sessions
from harness.ledger.plan import Session, arms
from harness.ledger.register import Ledger
from harness.model.arm import ArmKey
from harness.model.claim import ClaimId, Grade

NEWEST = "999999"
"""Stands for a version that is not known: the app with every switch it ever had."""
CHANGES = (
    "global proxy set to the recorder",
    "the recorder's CA in the system store (needs root)",
    "mobile data off",
    "Bluetooth off",
    "IPv6 off (needs root)",
    "USB network off",
    "com.xiaomi.xmsf suspended in the arms named “without xmsf”",
    "app data of the browsers cleared before each of their sessions: what was in them is gone",
)


@dataclass(frozen=True, slots=True)
class Plan:
    """What one handset would be asked for; `versions` are those of its apps by package."""

    device: DeviceEntry
    versions: Mapping[str, str]
    sessions: tuple[Session, ...]

    def version(self, package: str) -> str | None:
        """The version of an app, None where it is not known or not there."""
        return self.versions.get(package) if self.device.virtual else None

    @property
    def seconds(self) -> float:
        """About how long the recording takes, in wall seconds."""
        virtual = self.device.virtual
        pace = Pace(virtual.time_scale, virtual=True) if virtual else Pace()
        stretches = [
            Stretch(session.app, tuple(map(_acts, session.arms)), session.window_s)
            for session in self.sessions
        ]
        return moments(stretches, pace)[-1]


def plan_of(
    tables: Tables, selected: Sequence[str], devices: Sequence[DeviceEntry], grade: Grade
) -> tuple[Plan, ...]:
    """The plan of every handset.  Raises SetupError for a virtual handset whose firmware does not exist."""
    selection = Selection(grade, tuple(ClaimId(claim) for claim in selected))
    known = [_versions(tables.ledger, device) for device in devices]
    return tuple(
        Plan(device, versions, sessions(tables.ledger, versions, selection))
        for device, versions in zip(devices, known, strict=True)
    )


def show_plan(
    console: Console, tables: Tables, selected: Sequence[str], plans: Sequence[Plan], grade: Grade
) -> None:
    """Print the plan of every handset; nothing is started and nothing changed."""
    say(console, f"Plan of a {grade.value} run. Nothing is started and nothing is changed.")
    for plan in plans:
        say(console, "")
        say(console, _heading(plan.device, tables.ledger, plan.versions), 4, "bold")
        _arms(console, plan.sessions)
        _propositions(console, tables.ledger, plan.versions, selected, grade, plan.sessions)
        say(console, f"  {_sum(plan.sessions)}, {words(plan.seconds)}", 4)
    say(console, "")
    say(console, "Changed on every handset while it is measured, and undone afterwards, but for the last:")
    for change in CHANGES:
        say(console, f"  {change}", 4)
    if len(plans) > 1:
        longest = max(plan.seconds for plan in plans)
        say(console, f"The handsets are measured side by side: {words(longest)} in all.")


def plan_json(tables: Tables, selected: Sequence[str], plans: Sequence[Plan], grade: Grade) -> str:
    """The same for machines: `claims/planned/v1`."""
    claims = [claim for claim in tables.ledger.claims if claim.id in selected]
    handsets = [
        {
            "handset": plan.device.name,
            "virtual": plan.device.virtual is not None,
            "apps": {app.package: plan.version(app.package) for app in tables.ledger.apps},
            "sessions": [
                {"app": item.app, "window_s": item.window_s, "arms": [key.id for key in item.arms]}
                for item in plan.sessions
            ],
            "propositions": {
                proposition.id: [key.id for key in arms(tables.ledger, proposition, plan.versions, grade)]
                for claim in claims
                for proposition in claim.propositions
            },
            "seconds": round(plan.seconds),
        }
        for plan in plans
    ]
    content = {"schema": "claims/planned/v1", "grade": grade.value, "changes": CHANGES, "handsets": handsets}
    return json.dumps(content, indent=1)


def _versions(ledger: Ledger, device: DeviceEntry) -> Mapping[str, str]:
    if device.virtual is None:
        return {app.package: NEWEST for app in ledger.apps}
    return app_versions(device.virtual.firmware)


def _heading(device: DeviceEntry, ledger: Ledger, versions: Mapping[str, str]) -> str:
    if device.virtual is None:
        serial = device.adb.serial if device.adb else ""
        return (
            f"{device.name}: phone {serial}; its app versions are not known before it runs, so this is "
            "planned as if every app were there with all of its switches"
        )
    apps = [f"{app.title} {versions.get(app.package, 'absent')}" for app in ledger.apps]
    return f"{device.name}: virtual handset, firmware {device.virtual.firmware}, {', '.join(apps)}"


def _acts(key: ArmKey) -> int:
    return sum(count for _, count in key.need.acts)


def _arms(console: Console, planned: Sequence[Session]) -> None:
    number = 0
    for session in planned:
        for key in session.arms:
            number += 1
            acts = ", ".join(f"{count}×{act}" for act, count in key.need.acts) or "no act"
            say(console, f"  arm {number:>3}  {short_name(key.id)}: {acts}", 11)
        say(console, f"           recorded on for {session.window_s / 60:.0f} min of the phone's clock", 11)


def _propositions(
    console: Console,
    ledger: Ledger,
    versions: Mapping[str, str],
    selected: Sequence[str],
    grade: Grade,
    planned: Sequence[Session],
) -> None:
    numbers = {key: n for n, key in enumerate((k for s in planned for k in s.arms), 1)}
    for claim in ledger.claims:
        if claim.id not in selected:
            continue
        say(console, f"  {claim.id}  {claim.title}", 4)
        for proposition in claim.propositions:
            needed = [numbers[key] for key in arms(ledger, proposition, versions, grade)]
            by = f"arm{'' if len(needed) == 1 else 's'} {ranges(needed)}"
            if not needed:
                by = "does not apply to the apps of this handset"
            say(console, f"    {proposition.id} ({by}): {proposition.text}", 6)


def ranges(numbers: Sequence[int]) -> str:
    """Numbers in ascending order, neighbours as ranges: `1-4, 7`."""
    runs: list[list[int]] = []
    for number in sorted(set(numbers)):
        if runs and runs[-1][-1] == number - 1:
            runs[-1].append(number)
        else:
            runs.append([number])
    return ", ".join(f"{run[0]}-{run[-1]}" if len(run) > 1 else str(run[0]) for run in runs)


def _sum(planned: Sequence[Session]) -> str:
    keys = [key for session in planned for key in session.arms]
    return f"{many(len(keys), 'arm')}, {many(sum(_acts(key) for key in keys), 'act')}"
