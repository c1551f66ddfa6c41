"""Controls: proof that the bench would have seen it, read back arm by arm (method §5, §8)."""

from __future__ import annotations

from itertools import pairwise

from harness.judge import counters
from harness.judge.case import Case
from harness.judge.reading import Reading
from harness.model.arm import ArmKind
from harness.model.judgement import ControlState, Sensitivity
from harness.model.lines import ChannelState, ControlKind
from harness.model.planted import End, PlantedKind
from harness.model.recording import ArmRecord

HEARTBEAT_MOST_US = 5_000_000
"""The recorder beats each second; a longer silence is a recorder that was down."""
CHANNELS = ("wifi-ipv4", "ipv6", "cellular", "sms", "bluetooth", "usb-network")
CLOSED_STATES = frozenset({ChannelState.RECORDED, ChannelState.OFF})
ARM_ENDS = (End.START, End.END)
CHANNEL_ENDS = (*ARM_ENDS, End.CLOSE)
"""When a way out is read back: at both ends of an arm, and at the close of its session's window."""


def of_arms(case: Case, arms: tuple[ArmRecord, ...]) -> tuple[ControlState, ...]:
    """Every control that an absence in these arms rests on."""
    states = [state for arm in arms for state in _arm(case, arm)]
    states.extend(_blank_values(case.reading))
    states.append(_calibrated(case))
    states.extend(_spiked(case, arms))
    states.extend(_blank_arms(case, arms))
    return tuple(states)


def _arm(case: Case, arm: ArmRecord) -> list[ControlState]:
    reading = case.reading
    states = [_nonce(case, arm, at) for at in ARM_ENDS]
    states.append(_heartbeat(case, arm))
    for channel in CHANNELS:
        found = {
            item.at: item
            for item in reading.channels
            if item.place in {arm.id, arm.session} and item.channel == channel
        }
        good = all(at in found and found[at].state in CLOSED_STATES for at in CHANNEL_ENDS)
        text = ", ".join(
            f"{at}: {found[at].state}" if at in found else f"{at}: not read" for at in CHANNEL_ENDS
        )
        states.append(ControlState(f"channel:{channel}", arm.id, good, text))
    return states


def _nonce(case: Case, arm: ArmRecord, at: End) -> ControlState:
    """Nonces noted as sent at that end of the arm, and those planted of whose sending no note is left."""
    noted = {
        item.planted: item.by
        for item in case.reading.controls
        if item.arm == arm.id and item.control is ControlKind.NONCE and item.at is at
    }
    sent = set(noted) | {
        item.id
        for item in case.reading.planted.values()
        if item.kind is PlantedKind.NONCE and item.arm == arm.id and item.at is at
    }
    seen = {item.planted.id for item in case.reading.sightings if item.planted.kind is PlantedKind.NONCE}
    recovered = [item for item in sent if item in noted and item in seen]
    by = ", ".join(sorted({noted[item] for item in recovered})) or "nobody"
    return ControlState(
        f"path-nonce:{at}",
        arm.id,
        bool(sent) and len(recovered) == len(sent),
        f"{len(recovered)} of {len(sent)} seen, sent by {by}",
    )


def _heartbeat(case: Case, arm: ArmRecord) -> ControlState:
    start, end = case.interval(arm)
    beats = [beat for beat in case.reading.heartbeats_us if start <= beat <= end]
    moments = [start, *beats, end]
    longest = max((later - earlier for earlier, later in pairwise(moments)), default=0)
    return ControlState(
        "recorder-alive",
        arm.id,
        bool(beats) and longest <= HEARTBEAT_MOST_US,
        f"{len(beats)} heartbeats, longest silence {longest / 1e6:.1f} s",
    )


def _blank_values(reading: Reading) -> list[ControlState]:
    blanks = [item for item in reading.planted.values() if item.kind is PlantedKind.BLANK]
    seen = {item.planted.id for item in reading.sightings if item.planted.kind is PlantedKind.BLANK}
    return [
        ControlState("blank-values", "run", bool(blanks) and not seen, f"{len(seen)} of {len(blanks)} seen")
    ]


def sensitivity(case: Case, arms: tuple[ArmRecord, ...]) -> Sensitivity:
    """Spikes sent from the app in the sessions of these arms, and those recovered from its traffic."""
    sessions = {arm.session for arm in arms}
    return _spikes(case, {arm.id for arm in case.reading.arms if arm.session in sessions})


def _spikes(case: Case, ids: set[str]) -> Sensitivity:
    """Spikes of these arms: those noted as sent, and those planted of whose sending no note is left."""
    sent = {
        item.planted
        for item in case.reading.controls
        if item.control is ControlKind.SPIKE and item.arm in ids
    }
    sent |= {
        item.id
        for item in case.reading.planted.values()
        if item.kind is PlantedKind.SPIKE and item.arm in ids
    }
    found = {
        item.planted.id
        for item in case.reading.sightings
        if item.planted.kind is PlantedKind.SPIKE and case.ours(item.uid)
    }
    return Sensitivity(len(sent), len(sent & found))


def _spiked(case: Case, arms: tuple[ArmRecord, ...]) -> list[ControlState]:
    """Each arm with an act needs its own; a blank arm takes none and rests on those of its session (§8)."""
    states = []
    sessions = {arm.session for arm in arms}
    concerned = [
        arm for arm in case.reading.arms if arm.session in sessions and arm.key.kind is not ArmKind.BLANK
    ]
    if not concerned:
        states.append(ControlState("spikes", "run", seen=False, detail="no arm that could carry one"))
    for arm in concerned:
        measured = _spikes(case, {arm.id})
        states.append(
            ControlState(
                "spikes",
                arm.id,
                measured.sent > 0 and measured.found == measured.sent,
                f"{measured.found} of {measured.sent} recovered from the app",
            )
        )
    return states


def _blank_arms(case: Case, arms: tuple[ArmRecord, ...]) -> list[ControlState]:
    """Each restrictive arm has a blank one under the same conditions in its session (§4)."""
    states = []
    restrictive = [arm for arm in arms if arm.key.kind is ArmKind.RESTRICTIVE]
    for session in sorted({arm.session for arm in restrictive}):
        judged = [arm for arm in restrictive if arm.session == session]
        found = [[blank for blank in case.blanks((arm,)) if not blank.aborted] for arm in judged]
        count = len({blank.id for blanks in found for blank in blanks})
        states.append(ControlState("blank-arm", session, all(found), f"{count} recorded"))
    return states


def _calibrated(case: Case) -> ControlState:
    found = counters.calibration(case.reading)
    if found is None:
        return ControlState("counter-calibration", "run", seen=False, detail="no usable 1 MiB upload")
    return ControlState(
        "counter-calibration",
        "run",
        seen=True,
        detail=(
            f"{found.uploaded} bytes by {found.source}: {found.header} header bytes a packet, "
            f"{found.setup} for each of {found.connections} connections"
        ),
    )
