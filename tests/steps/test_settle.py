"""A judgement as pytest sees it: four outcomes, four ends."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.model.claim import Grade, PropositionKind
from harness.model.judgement import Coverage, Judgement, Origin, Outcome, Reason, Value, Witness
from harness.report.background import Background
from steps.settle import Unproven, settle

HOLDS = Judgement(
    claim="INC-03",
    proposition="INC-03.switch",
    kind=PropositionKind.PRESENCE,
    scenario="switch",
    app="com.mi.globalbrowser",
    rule="switch/1",
    outcome=Outcome.HOLDS,
    because="the switch is on the screen",
    grade=Grade.SCREENING,
    origin=Origin.REHEARSAL,
    minimum_n=1,
    witnesses=(Witness("1", (Value(("screen",), "plain", "x", "x"),), None, "screen", "", "", None),),
    coverage=Coverage(3, (), (), ()),
)
OPEN = (Reason("no-arm", "nothing was recorded"),)


def test_what_holds_passes() -> None:
    settle(HOLDS)


def test_what_is_violated_fails_with_the_judgement_as_its_words() -> None:
    violated = replace(HOLDS, outcome=Outcome.VIOLATED, witnesses=(), because="no switch anywhere")

    with pytest.raises(AssertionError, match="no switch anywhere"):
        settle(violated)


def test_what_is_unproven_breaks_and_is_no_failed_assertion() -> None:
    unproven = replace(HOLDS, outcome=Outcome.UNPROVEN, witnesses=(), reasons=OPEN, because="no arm at all")

    with pytest.raises(Unproven, match="no arm at all") as caught:
        settle(unproven)
    assert not isinstance(caught.value, AssertionError)


def test_what_does_not_apply_is_skipped_with_its_reason() -> None:
    elsewhere = replace(
        HOLDS, outcome=Outcome.NOT_APPLICABLE, witnesses=(), reasons=OPEN, because="not installed here"
    )

    with pytest.raises(pytest.skip.Exception, match="not installed here"):
        settle(elsewhere)


def test_every_outcome_has_an_end_of_its_own() -> None:
    assert {outcome.value for outcome in Outcome} == {"holds", "violated", "unproven", "not-applicable"}


def test_the_words_are_those_of_the_run() -> None:
    known = Background(apps={HOLDS.app: "A title"})
    unproven = replace(HOLDS, outcome=Outcome.UNPROVEN, witnesses=(), reasons=OPEN, because="no arm at all")

    with pytest.raises(Unproven, match=f"app: A title \\({HOLDS.app}\\)"):
        settle(unproven, known)
