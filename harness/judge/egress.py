"""Closure of every uid in scope, arm by arm, and what follows for connections nobody could be tied to."""

from __future__ import annotations

from harness.judge import counters
from harness.judge.case import BOTH_ENDS, Case
from harness.judge.closure import NETWORK_MODES, Calibration, close
from harness.judge.suspension import SUSPENDED, otherwise, suspended
from harness.model.arm import ArmKind
from harness.model.judgement import ClosureState, Reason
from harness.model.planted import End
from harness.model.recording import ArmRecord


def of_arms(case: Case, arms: tuple[ArmRecord, ...]) -> tuple[tuple[ClosureState, ...], list[Reason]]:
    """Closure of the app and of everything in scope that moved bytes, over each arm and its closing window.

    A uid of the system that no package has, its resolver say, may carry what an app gave it (method §6).

    A relay whose bytes went around the recorder is closed by a suspended-relay arm of the same session:
    the same acts with that relay suspended (read back) and its counter at rest (method §6).
    """
    mode = case.reading.facts.network_mode
    if mode not in NETWORK_MODES:
        return (), [Reason("closure-not-shown", f"no formula for the network mode {mode!r}")]
    calibration = counters.calibration(case.reading)
    if calibration is None:
        return (), [Reason("closure-not-shown", "the phone's byte counters were not calibrated")]
    states: list[ClosureState] = []
    reasons: list[Reason] = []
    for arm in arms:
        found, problems = _arm(case, arm, calibration)
        states.extend(found)
        reasons.extend(problems)
    reasons.extend(
        Reason(
            "closure-not-met",
            f"{state.arm}: {state.app} sent {state.counted} bytes by {state.source}, recorded "
            f"{state.recorded_low} to {state.recorded_high}, tolerance {state.tolerance}",
        )
        for state in states
        if not state.met
    )
    return tuple(states), reasons


def _arm(case: Case, arm: ArmRecord, calibration: Calibration) -> tuple[list[ClosureState], list[Reason]]:
    reading = case.reading
    before = counters.sample(reading, arm.id, End.START)
    after = counters.sample(reading, arm.session, End.CLOSE)
    ends = {
        "start of the arm": before,
        "end of the arm": counters.sample(reading, arm.id, End.END),
        "end of its closing window": after,
    }
    unread = [which for which, sample in ends.items() if sample is None]
    if before is None or after is None or unread:
        return [], [Reason("closure-not-shown", f"{arm.id}: no counters at the {unread[0]}")]
    states = []
    moved = {uid for uid in (*before.uids, *after.uids) if case.scope.covers(uid)}
    for uid in sorted(case.scope.uids | moved):
        counted = counters.difference(before, after, uid)
        span = counters.recorded(reading, before, after, uid)
        if counted is None or span is None:
            return [], [Reason("closure-not-shown", f"{arm.id}: counters or marks do not read")]
        if counted.udp_bytes is None and counted.tx_bytes:
            text = f"{arm.id}: {before.source} does not tell datagrams apart: they hide in the header figure"
            return [], [Reason("closure-not-shown", text)]
        if uid != case.scope.app_uid and counted.tx_bytes == 0 and span == (0, 0):
            continue
        names = [package.name for package in reading.facts.packages if package.uid == uid]
        name = names[0] if names else f"uid {uid} of the system"
        states.append(
            close(
                arm.id,
                name,
                counted,
                span,
                counters.connections_between(reading, before, after, uid),
                calibration,
                closed_by="" if uid == case.scope.app_uid else _suspended(case, arm, uid),
            )
        )
    return states, []


def _suspended(case: Case, arm: ArmRecord, uid: int) -> str:
    """The suspended-relay arm that closes a relay's traffic for this arm, or nothing."""
    reading = case.reading
    names = {package.name for package in reading.facts.packages if package.uid == uid}
    if not names:
        return ""
    for other in reading.arms:
        same = (other.session, other.key.kind, otherwise(other.key), other.key.acts) == (
            arm.session,
            ArmKind.RESTRICTIVE,
            otherwise(arm.key),
            arm.key.acts or other.key.acts,
        )
        if not same or other.aborted or names != {suspended(other.key)}:
            continue
        proof = [
            item for item in reading.preconditions if (item.arm, item.condition) == (other.id, SUSPENDED)
        ]
        before, after = (counters.sample(reading, other.id, at) for at in (End.START, End.END))
        if before is None or after is None:
            continue
        moved = counters.difference(before, after, uid)
        read_back = len(proof) >= BOTH_ENDS and all(item.met for item in proof)
        if moved is not None and moved.tx_bytes == 0 and read_back:
            return f"suspended-relay arm {other.id}"
    return ""


def closed_relays(states: tuple[ClosureState, ...]) -> frozenset[tuple[str, str]]:
    """(arm, package) pairs whose opaque traffic a suspended-relay arm closed."""
    return frozenset((state.arm, state.app) for state in states if state.closed_by)
