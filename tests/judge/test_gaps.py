from __future__ import annotations

from harness.judge.attribution import Attribution
from harness.judge.gaps import Gaps
from harness.judge.places import Places
from harness.model.message import GapReason
from harness.model.recording import Package
from tests.judge.records import arm


def gathered() -> Gaps:
    return Gaps(
        Attribution((), (Package("org.a", 5, "", ""),), 1), Places((arm("a", 10, 20), arm("b", 30, 40)), ())
    )


def test_what_repeats_is_counted_and_spans_all_of_it():
    gaps = gathered()
    for time in (12, 18, 11):
        gaps.add(GapReason.TLS_OPAQUE, 5, "x.test", "no", time, size=7, end_us=time + 3)
    (gap,) = gaps.result()
    assert (gap.count, gap.size, gap.first_us, gap.last_us, gap.app) == (3, 21, 11, 21, "org.a")


def test_reason_owner_host_detail_and_arm_keep_gaps_apart():
    gaps = gathered()
    for reason, uid, host, detail, time in (
        (GapReason.TLS_OPAQUE, 5, "x.test", "no", 12),
        (GapReason.TLS_REFUSED, 5, "x.test", "no", 12),
        (GapReason.TLS_OPAQUE, 6, "x.test", "no", 12),
        (GapReason.TLS_OPAQUE, 5, "y.test", "no", 12),
        (GapReason.TLS_OPAQUE, 5, "x.test", "yes", 12),
        (GapReason.TLS_OPAQUE, 5, "x.test", "no", 35),
    ):
        gaps.add(reason, uid, host, detail, time)
    assert len(gaps.result()) == 6


def test_connections_of_nobody_known_stay_apart():
    gaps = gathered()
    for connection in ("c1", "c2", "c2"):
        gaps.add(GapReason.TLS_OPAQUE, None, "", "no", 12, connection=connection)
        gaps.add(GapReason.TLS_OPAQUE, 5, "", "no", 12, connection=connection)
    assert sorted((gap.uid or 0, gap.count) for gap in gaps.result()) == [(0, 1), (0, 2), (5, 3)]
