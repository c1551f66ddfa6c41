from __future__ import annotations

from harness.model.arm import ArmKind
from harness.model.claim import ClaimId, PropositionId
from harness.model.scenario import ArmRow, Look, Scenario

LATER = ArmRow(ArmKind.RESTRICTIVE, (("switch", "other"),), (("mode", "private"),), ("visit", "search"), 7)
FIRST = ArmRow(ArmKind.RESTRICTIVE, (("switch", "default"),), (("mode", "private"),), ("visit", "search"), 7)
BLANK = ArmRow(ArmKind.BLANK, (), (), (), 6)
SCENARIO = Scenario(
    "privacy/pages.feature",
    11,
    "Nothing leaves",
    ClaimId("PRIV-01"),
    PropositionId("PRIV-01.address"),
    (
        Look("terms are searched and pages are visited", ("search", "visit"), (LATER, FIRST), 12),
        Look("pages are visited", ("visit",), (FIRST,), 13),
        Look("nothing is done", (), (BLANK,), 14),
        Look("the same is done again", (), (), 15, again=True),
    ),
)


def test_a_scenario_is_named_by_its_file_and_title():
    assert SCENARIO.key == "privacy/pages.feature:Nothing leaves"


def test_its_arms_are_in_the_order_of_their_table_and_its_acts_in_that_of_its_words_each_once():
    assert SCENARIO.rows == (BLANK, FIRST, LATER)
    assert SCENARIO.acts == ("search", "visit")
    assert FIRST.every == {"switch": "default", "mode": "private"}


def test_everything_is_done_once_more_for_each_again():
    assert SCENARIO.rounds == 2
