from __future__ import annotations

from harness.judge import coverage
from harness.judge.findings import ReadGap
from harness.model.message import GapReason
from tests.judge.cases import case_of
from tests.judge.damage import opaque, silent_arm, unknown_leaf
from tests.judge.honest import GMS, honest


def watched(case, desk):
    return tuple(arm for arm in case.arms if arm.id == silent_arm(desk))


def test_gaps_of_an_arm_are_in_scope_unless_somebody_elses(tmp_path):
    desk = honest()
    opaque(GMS)(desk)
    opaque(None)(desk)
    case = case_of(desk, tmp_path)
    inside, outside = coverage.gaps(case, watched(case, desk), frozenset())
    assert [(gap.uid, gap.host) for gap in inside] == [(None, "opaque.example")]
    assert {gap.uid for gap in outside} == {GMS}
    name = inside[0].connection
    inside, _ = coverage.gaps(case, watched(case, desk), frozenset({name}))
    assert inside == ()


def test_residue_counts_from_where_it_was_first_sent(tmp_path):
    desk = honest()
    case = case_of(desk, tmp_path / "a")
    assert coverage.residue(case, watched(case, desk)) == ()
    unknown_leaf(desk)
    case = case_of(desk, tmp_path / "b")
    (text,) = coverage.residue(case, watched(case, desk))
    assert "json:what" in text


def test_what_was_examined_are_messages_in_scope_of_the_arms_and_their_windows(tmp_path):
    desk = honest()
    case = case_of(desk, tmp_path)
    some, every = coverage.examined(case, watched(case, desk)), coverage.examined(case, case.arms)
    assert 0 < some < every <= len(desk.find("exchanges", event="sent"))
    assert coverage.examined(case, ()) == 0


def test_a_gap_is_told_to_people():
    gap = ReadGap(GapReason.QUIC, None, None, "", "why", None, None, 1, 2, count=3)
    assert coverage.describe(gap) == "quic: unattributed to unknown host, 3 x (why)"
