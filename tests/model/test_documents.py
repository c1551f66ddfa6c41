from __future__ import annotations

from dataclasses import replace

import pytest

from harness.model.arm import ArmKey, ArmKind
from harness.model.claim import Grade
from harness.model.documents import PlanDocument
from harness.model.plan import Plan, PlannedPart, PlannedSession

KEY = ArmKey("notes", ArmKind.SHAM, (("switch", "on"),), (), (("write", 2),))
PLAN = Plan(
    Grade.EVIDENCE,
    (
        PlannedPart("NOT-01.silent", "notes", "com.example.notes", "a.feature:b", ("write",), (KEY,)),
        PlannedPart(
            "NOT-01.told", "notes", "com.example.notes", "a.feature:c", (), (), "version 1 is too old"
        ),
    ),
    (PlannedSession(KEY.session, "com.example.notes", (KEY,), 600),),
)
DOCUMENT = PlanDocument.of(PLAN, (), seed_commitment="ab", ruleset={"pack": "notes"})


def test_a_document_holds_its_plan_by_ids_and_gives_it_back():
    assert DOCUMENT.sessions[0].arms == DOCUMENT.parts[0].arms == (KEY.id,)
    assert DOCUMENT.plan == PLAN


def test_an_id_that_does_not_read_is_an_error():
    session = replace(DOCUMENT.sessions[0], session="notes")
    with pytest.raises(ValueError, match="the id of a session"):
        _ = replace(DOCUMENT, sessions=(session,)).plan
