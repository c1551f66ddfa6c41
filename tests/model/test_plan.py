from __future__ import annotations

import pytest

from harness.model.arm import ArmKey, ArmKind
from harness.model.claim import Grade
from harness.model.plan import Plan, PlannedPart, PlannedSession

KEYS = tuple(
    ArmKey("notes", kind, (), (), acts, repeat)
    for repeat in (1, 2)
    for kind, acts in ((ArmKind.BLANK, ()), (ArmKind.SHAM, (("write", 1),)))
)
PART = PlannedPart("NOT-01.silent", "notes", "com.example.notes", "a.feature:b", ("write",), KEYS)


def test_a_part_has_arms_or_a_reason():
    with pytest.raises(ValueError, match="needs arms"):
        PlannedPart("NOT-01.silent", "notes", "com.example.notes", "a.feature:b", (), ())
    with pytest.raises(ValueError, match="needs arms"):
        PlannedPart("NOT-01.silent", "notes", "com.example.notes", "a.feature:b", (), KEYS, "too old")


def test_a_plan_knows_its_arms_in_order_and_its_parts_by_name():
    sessions = tuple(
        PlannedSession(KEYS[at].session, "com.example.notes", KEYS[at : at + 2], 60) for at in (0, 2)
    )
    plan = Plan(Grade.SCREENING, (PART,), sessions)

    assert plan.arms == KEYS
    assert plan.part("NOT-01.silent", "notes") is PART
    assert plan.part("NOT-01.silent", "other") is None
