"""`claims run --plan`: what a run would record, judge and change, and about how long it takes."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from rich.console import Console

from harness.bench.config import DeviceEntry
from harness.bench.progress import short_name
from harness.bench.stand import app_versions
from harness.cli.terminal import many, say
from harness.ledger import Selection, sessions
from harness.ledger.plan import Session, arms
from harness.ledger.register import Ledger
from harness.model.arm import ArmKey
from harness.model.claim import ClaimId, Grade

NEWEST = "999999"
"""Stands for a version that is not known: the app with every switch it ever had."""
ACT_SECONDS, ARM_SECONDS, SESSION_SECONDS = (0.5, 8.0), (1.0, 20.0), (2.0, 60.0)
START_SECONDS = (10.0, 60.0)
"""Wall seconds of an act, of an arm's controls, of a session's beginning, of a run's beginning and end.

Of a virtual handset (measured) and of a phone (estimated).
"""
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


def show_plan(
    console: Console,
    tables: Tables,
    selected: Sequence[str],
    devices: Sequence[DeviceEntry],
    grade: Grade,
) -> None:
    """Print the plan of every handset; nothing is started and nothing changed.

    Raises SetupError for a virtual handset whose firmware does not exist.
    """
    known = [_versions(tables.ledger, device) for device in devices]
    selection = Selection(grade, tuple(ClaimId(claim) for claim in selected))
    minutes = []
    say(console, f"Plan of a {grade.value} run. Nothing is started and nothing is changed.")
    for device, versions in zip(devices, known, strict=True):
        planned = sessions(tables.ledger, versions, selection)
        say(console, "")
        say(console, _heading(device, tables.ledger, versions), 4, "bold")
        _arms(console, planned)
        _propositions(console, tables.ledger, versions, selected, grade, planned)
        minutes.append(math.ceil(seconds(planned, device) / 60))
        say(console, f"  {_sum(planned)}, about {many(minutes[-1], 'minute')}", 4)
    say(console, "")
    say(console, "Changed on every handset while it is measured, and undone afterwards, but for the last:")
    for change in CHANGES:
        say(console, f"  {change}", 4)
    if len(devices) > 1:
        say(console, f"The handsets are measured side by side: about {many(max(minutes), 'minute')} in all.")


def seconds(planned: Sequence[Session], device: DeviceEntry) -> float:
    """About how long the recording takes, in wall seconds.

    Sessions follow one another; the closing window of one runs on while other apps are recorded, and is
    waited for before the same app's data are cleared again, and at the end.
    """
    scale, kind = (device.virtual.time_scale, 0) if device.virtual else (1.0, 1)
    now, ends = START_SECONDS[kind], dict[str, float]()
    for session in planned:
        now = max(now, ends.get(session.app, 0)) + SESSION_SECONDS[kind]
        most = max((_acts(key) for key in session.arms), default=0)
        for key in session.arms:
            now += ARM_SECONDS[kind] + ACT_SECONDS[kind] * (_acts(key) or most)
        ends[session.app] = now + session.window_s / scale
    return max((now, *ends.values()))


def _versions(ledger: Ledger, device: DeviceEntry) -> Mapping[str, str]:
    if device.virtual is None:
        return {app.package: NEWEST for app in ledger.apps}
    return app_versions(device.virtual)


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
