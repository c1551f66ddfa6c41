from __future__ import annotations

from harness.model.arm import ArmKind
from harness.model.claim import ClaimId, PropositionId
from harness.model.scenario import ArmRow, Look, Scenario

FIRST = ArmRow(ArmKind.PERMISSIVE, (("switch", "on"),), (("mode", "plain"),), ("write",), 5)
SECOND = ArmRow(ArmKind.RESTRICTIVE, (), (), ("write", "read"), 6)
SCENARIO = Scenario(
    "notes/silent.feature",
    9,
    "Nothing is told",
    ClaimId("NOT-01"),
    PropositionId("NOT-01.silent"),
    (
        Look("notes are read", ("read", "write"), (SECOND,), 10),
        Look("notes are written", ("write",), (SECOND, FIRST), 11, again=True),
    ),
)


def test_a_scenario_names_its_arms_and_acts_once_each():
    assert SCENARIO.rows == (FIRST, SECOND)
    assert SCENARIO.acts == ("read", "write")
    assert SCENARIO.rounds == 2
    assert FIRST.every == {"switch": "on", "mode": "plain"}


def test_a_scenario_is_named_by_file_and_title_and_found_by_its_line():
    assert SCENARIO.key == "notes/silent.feature:Nothing is told"
    assert SCENARIO.where == "notes/silent.feature:9"
