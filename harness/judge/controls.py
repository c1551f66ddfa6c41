"""Controls: proof that the bench would have seen it, read back arm by arm (method §5, §8)."""

from __future__ import annotations

from itertools import pairwise

from harness.judge.case import Case
from harness.judge.closure import Calibration, calibrate
from harness.judge.reading import Reading
from harness.model.judgement import ControlState, Sensitivity
from harness.model.planted import PlantedKind
from harness.model.recording import ArmRecord, CounterSample, UidCount

HEARTBEAT_MOST_US = 5_000_000
"""The recorder beats each second; a longer silence is a recorder that was down."""
CHANNELS = ("wifi-ipv4", "ipv6", "cellular", "sms", "bluetooth", "usb-network")
CLOSED_STATES = frozenset({"recorded", "proven off"})
ARM_ENDS = ("start", "end")
CHANNEL_ENDS = (*ARM_ENDS, "close")
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
            if item.arm in (arm.id, arm.session) and item.channel == channel
        }
        good = all(at in found and found[at].state in CLOSED_STATES for at in CHANNEL_ENDS)
        text = ", ".join(
            f"{at}: {found[at].state}" if at in found else f"{at}: not read" for at in CHANNEL_ENDS
        )
        states.append(ControlState(f"channel:{channel}", arm.id, good, text))
    return states


def _nonce(case: Case, arm: ArmRecord, at: str) -> ControlState:
    """Nonces noted as sent at that end of the arm, and those planted of whose sending no note is left."""
    noted = {
        item.planted: item.by
        for item in case.reading.controls
        if item.arm == arm.id and item.control == "nonce" and item.at == at
    }
    sent = set(noted) | {
        item.id
        for item in case.reading.planted.values()
        if item.kind is PlantedKind.NONCE
        and item.arm == arm.id
        and (item.act or "").startswith(f"nonce-{at}-")
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
    sent = {item.planted for item in case.reading.controls if item.control == "spike" and item.arm in ids}
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
    concerned = [arm for arm in case.reading.arms if arm.session in sessions and arm.kind != "blank"]
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
    states = []
    for session in sorted({arm.session for arm in arms if arm.kind == "restrictive"}):
        blanks = [
            arm
            for arm in case.reading.arms
            if arm.session == session and arm.kind == "blank" and not arm.aborted
        ]
        states.append(ControlState("blank-arm", session, bool(blanks), f"{len(blanks)} recorded"))
    return states


def difference(before: CounterSample, after: CounterSample, uid: int) -> UidCount | None:
    """What one uid sent and got between two samples; None where a counter went backwards."""
    nothing = UidCount(0, 0, 0, 0, 0, 0)
    first, last = before.uids.get(uid, nothing), after.uids.get(uid, nothing)
    change = UidCount(
        last.tx_bytes - first.tx_bytes,
        last.tx_packets - first.tx_packets,
        last.rx_bytes - first.rx_bytes,
        last.rx_packets - first.rx_packets,
        _less(last.udp_bytes, first.udp_bytes),
        _less(last.udp_packets, first.udp_packets),
    )
    figures = (change.tx_bytes, change.tx_packets, change.rx_bytes, change.rx_packets)
    datagrams = (change.udp_bytes or 0, change.udp_packets or 0)
    return change if min(*figures, *datagrams) >= 0 else None


def _less(last: int | None, first: int | None) -> int | None:
    return None if last is None or first is None else last - first


def sample(reading: Reading, arm: str, at: str) -> CounterSample | None:
    """The counters at one end of an arm (or at the close of a session)."""
    found = [item for item in reading.counters if item.arm == arm and item.at == at]
    return found[-1] if found else None


def recorded(
    reading: Reading, before: CounterSample, after: CounterSample, uid: int
) -> tuple[int, int] | None:
    """The interval in which the recorded bytes of a uid lie between two counter samples.

    Each sample was read between two traffic marks, so the least is inner mark to inner mark and the most
    outer to outer.  None where a mark is missing.
    """
    names = (*before.marks, *after.marks)
    if any(name not in reading.marks for name in names):
        return None
    figures = [reading.marks[name].get(f"bytes:{uid}", 0) for name in names]
    return figures[2] - figures[1], figures[3] - figures[0]


def connections_between(reading: Reading, before: CounterSample, after: CounterSample, uid: int) -> int:
    """Connections that a uid opened between two samples."""
    first = reading.marks.get(before.marks[0], {}).get(f"connections:{uid}", 0)
    last = reading.marks.get(after.marks[1], {}).get(f"connections:{uid}", 0)
    return max(last - first, 0)


def calibration(reading: Reading) -> Calibration | None:
    """The calibration of this run's counters, from its 1 MiB upload."""
    before, after = sample(reading, "calibration", "start"), sample(reading, "calibration", "end")
    if before is None or after is None or before.source != after.source:
        return None
    app = reading.facts.settings.get("calibration_app", "")
    uid = next((package.uid for package in reading.facts.packages if package.name == app), None)
    if uid is None:
        return None
    counted, span = difference(before, after, uid), recorded(reading, before, after, uid)
    if counted is None or span is None or span[0] != span[1]:
        return None
    return calibrate(counted, span[1], connections_between(reading, before, after, uid), after.source)


def _calibrated(case: Case) -> ControlState:
    found = calibration(case.reading)
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
