from __future__ import annotations

from dataclasses import replace

import pytest

from harness.model.arm import ArmKey, ArmKind
from harness.model.claim import Grade
from harness.model.plan import Plan, PlannedPart, PlannedSession

FIRST = ArmKey("notes", ArmKind.PERMISSIVE, (), (), (("visit", 3),))
SECOND = replace(FIRST, repeat=2)
PART = PlannedPart(
    "PRIV-01.address", "notes", "com.example.notes", "f.feature:S", ("visit",), (FIRST, SECOND)
)
PLAN = Plan(
    Grade.SCREENING,
    (PART,),
    tuple(PlannedSession(key.session, "com.example.notes", (key,), 60) for key in (FIRST, SECOND)),
)


def test_a_plan_lists_its_arms_in_the_order_of_recording_and_finds_its_parts():
    assert PLAN.arms == (FIRST, SECOND)
    assert PLAN.part("PRIV-01.address", "notes") is PART
    assert PLAN.part("PRIV-01.address", "other") is None


def test_a_part_has_arms_or_says_why_it_has_none():
    assert replace(PART, arms=(), why_not="not installed").why_not
    for change in ({"arms": ()}, {"why_not": "not installed"}):
        with pytest.raises(ValueError, match=r"PRIV-01\.address about notes: needs arms, or why it has none"):
            replace(PART, **change)
