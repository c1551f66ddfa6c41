"""Connections of nobody known that, by the phone's counters, are no app's in scope (method §5, §6)."""

from __future__ import annotations

from harness.judge import controls
from harness.judge.case import Case
from harness.judge.closure import NETWORK_MODE, Calibration, close
from harness.judge.reading import Connection
from harness.model.recording import ArmRecord, CounterSample


def excluded_connections(case: Case, arms: tuple[ArmRecord, ...]) -> frozenset[str]:
    """Unattributed connections that touch the intervals of these arms and belong to no uid in scope.

    The counters count bytes by every route.  Were such a connection an app's in scope, its bytes would be
    counted for that app and not recorded for it, between the last sample before it opened and the first
    after it closed.  At least the lower figure was recorded for the app, and the count may be short by the
    tolerance: no more than their difference can hide there.  A larger connection is somebody else's.
    """
    calibration = controls.calibration(case.reading)
    if calibration is None or case.reading.facts.network_mode != NETWORK_MODE:
        return frozenset()
    spans = [case.interval(arm) for arm in arms]
    hidden: dict[tuple[int, int], int | None] = {}
    found = set()
    for connection in case.reading.connections.values():
        if connection.uid is not None or connection.closed_us is None:
            continue
        touches = any(connection.opened_us <= end and connection.closed_us >= start for start, end in spans)
        around = _samples_around(case, connection) if touches else None
        if around is None:
            continue
        key = (around[0].sequence, around[1].sequence)
        if key not in hidden:
            hidden[key] = _most_hidden(case, *around, calibration)
        most = hidden[key]
        if most is not None and connection.sent_bytes > most:
            found.add(connection.id)
    return frozenset(found)


def _samples_around(case: Case, connection: Connection) -> tuple[CounterSample, CounterSample] | None:
    """The last counters read before a connection opened and the first read after it closed."""
    marks = case.reading.marks
    before = after = None
    for sample in sorted(case.reading.counters, key=lambda item: item.sequence):
        if any(name not in marks for name in sample.marks):
            continue
        if marks[sample.marks[1]]["time_us"] <= connection.opened_us:
            before = sample
        elif connection.closed_us is not None and marks[sample.marks[0]]["time_us"] >= connection.closed_us:
            after = sample
            break
    if before is None or after is None or before.source != after.source:
        return None
    return before, after


def _most_hidden(
    case: Case, before: CounterSample, after: CounterSample, calibration: Calibration
) -> int | None:
    """The most bytes that any uid in scope can have sent unrecorded between two samples; None if unknown."""
    most = 0
    for uid in case.scope.uids:
        counted = controls.difference(before, after, uid)
        span = controls.recorded(case.reading, before, after, uid)
        if counted is None or span is None or (counted.udp_bytes is None and counted.tx_bytes):
            return None
        opened = controls.connections_between(case.reading, before, after, uid)
        state = close("", "", counted, span, opened, calibration)
        most = max(most, state.counted - state.recorded_low + state.tolerance)
    return most
