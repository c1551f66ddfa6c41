"""The phone's byte counters and the recorder's marks: what a uid sent between two samples (method §5)."""

from __future__ import annotations

from harness.judge.closure import Calibration, calibrate
from harness.judge.reading import Reading
from harness.model.lines import CounterSample, UidCount
from harness.model.planted import End

CALIBRATION = "calibration"
"""The place of the samples around the 1 MiB upload."""


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


def sample(reading: Reading, place: str, at: End) -> CounterSample | None:
    """The counters at one end of an arm, or at the close of a session."""
    found = [item for item in reading.counters if item.place == place and item.at is at]
    return found[-1] if found else None


def recorded(
    reading: Reading, before: CounterSample, after: CounterSample, uid: int
) -> tuple[int, int] | None:
    """The interval in which the recorded bytes of a uid lie between two counter samples.

    Each sample was read between two traffic marks, so the least is inner mark to inner mark and the most
    outer to outer.  None where a mark is missing.
    """
    marks = [reading.marks.get(name) for name in (*before.marks, *after.marks)]
    figures = [mark.sent_bytes.get(uid, 0) for mark in marks if mark is not None]
    return (figures[2] - figures[1], figures[3] - figures[0]) if len(figures) == len(marks) else None


def connections_between(reading: Reading, before: CounterSample, after: CounterSample, uid: int) -> int:
    """Connections that a uid opened between two samples."""
    first, last = reading.marks.get(before.marks[0]), reading.marks.get(after.marks[1])
    opened = first.connections.get(uid, 0) if first else 0
    return max((last.connections.get(uid, 0) if last else 0) - opened, 0)


def calibration(reading: Reading) -> Calibration | None:
    """The calibration of this run's counters, from its 1 MiB upload."""
    before, after = sample(reading, CALIBRATION, End.START), sample(reading, CALIBRATION, End.END)
    if before is None or after is None or before.source != after.source:
        return None
    app = reading.facts.calibration_app
    uid = next((package.uid for package in reading.facts.packages if package.name == app), None)
    if uid is None:
        return None
    counted, span = difference(before, after, uid), recorded(reading, before, after, uid)
    if counted is None or span is None or span[0] != span[1]:
        return None
    return calibrate(counted, span[1], connections_between(reading, before, after, uid), after.source)
