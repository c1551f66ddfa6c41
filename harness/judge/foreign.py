"""Connections of nobody known that, by the phone's counters, are no app's in scope (method §5, §6)."""

from __future__ import annotations

from itertools import pairwise

from harness.judge import counters
from harness.judge.case import Case
from harness.judge.closure import NETWORK_MODES, Calibration, close
from harness.judge.findings import Connection
from harness.model.lines import CounterSample
from harness.model.recording import ArmRecord

NEAREST = 3
"""Samples on each side of a connection that are tried."""


def excluded_connections(case: Case, arms: tuple[ArmRecord, ...]) -> frozenset[str]:
    """Unattributed connections that touch the intervals of these arms and belong to no uid in scope.

    The counters count bytes by every route.  Were such a connection an app's in scope, its bytes would be
    counted for that app and not recorded for it, between any sample before it opened and any after it
    closed.  At least the lower figure was recorded for the app, and the count may be short by the
    tolerance: no more than their difference can hide there.  A larger connection is somebody else's.
    """
    calibration = counters.calibration(case.reading)
    if calibration is None or case.reading.facts.network_mode not in NETWORK_MODES:
        return frozenset()
    spans = [case.interval(arm) for arm in arms]
    hidden: dict[tuple[int, int], int | None] = {}
    found = set()
    for connection in case.reading.connections.values():
        if connection.uid is not None or connection.closed_us is None:
            continue
        if not any(connection.opened_us <= end and connection.closed_us >= start for start, end in spans):
            continue
        for before, after in _samples_around(case, connection):
            key = (before.sequence, after.sequence)
            if key not in hidden:
                hidden[key] = _most_hidden(case, before, after, calibration)
            most = hidden[key]
            if most is not None and connection.sent_bytes > most:
                found.add(connection.id)
                break
    return frozenset(found)


def _samples_around(case: Case, connection: Connection) -> list[tuple[CounterSample, CounterSample]]:
    """Pairs of samples before a connection opened and after it closed, the nearest first.

    What was said of one pair holds of any: a sample that was read in the midst of an upload leaves much
    open, the next one may not.
    """
    marks = case.reading.marks
    before: list[CounterSample] = []
    after: list[CounterSample] = []
    for sample in sorted(case.reading.counters, key=lambda item: item.sequence):
        if any(name not in marks for name in sample.marks):
            continue
        if marks[sample.marks[1]].time_us <= connection.opened_us:
            before.append(sample)
        elif connection.closed_us is not None and marks[sample.marks[0]].time_us >= connection.closed_us:
            after.append(sample)
    near = [(i + j, i, j) for i in range(NEAREST) for j in range(NEAREST)]
    pairs = [(before[-1 - i], after[j]) for _, i, j in sorted(near) if i < len(before) and j < len(after)]
    return [(first, last) for first, last in pairs if first.source == last.source]


def _most_hidden(
    case: Case, before: CounterSample, after: CounterSample, calibration: Calibration
) -> int | None:
    """The most bytes that any uid in scope can have sent unrecorded between two samples; None if unknown."""
    most = 0
    between = [item for item in case.reading.counters if before.sequence <= item.sequence <= after.sequence]
    steps = list(pairwise(sorted(between, key=lambda item: item.sequence)))
    for uid in case.scope.uids:
        if any(counters.difference(first, last, uid) is None for first, last in steps):
            return None
        counted = counters.difference(before, after, uid)
        span = counters.recorded(case.reading, before, after, uid)
        if counted is None or span is None or (counted.udp_bytes is None and counted.tx_bytes):
            return None
        opened = counters.connections_between(case.reading, before, after, uid)
        state = close("", "", counted, span, opened, calibration)
        most = max(most, state.counted - state.recorded_low + state.tolerance)
    return most
