"""The invariants of a judgement: each one broken alone, from a judgement that stands."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from harness.model.claim import Grade, Kind
from harness.model.judgement import (
    ClosureState,
    ControlState,
    Coverage,
    Judgement,
    Origin,
    Outcome,
    Reason,
    Sensitivity,
    Value,
    Witness,
)

WITNESS = Witness("e1", (Value(("body",), "plain", "p", "v"),), "app", "socket", "h", "vendor", "arm")
HOLDS = Judgement(
    claim="INC-03",
    proposition="INC-03.silent",
    kind=Kind.ABSENCE,
    scenario="s",
    app="app",
    rule="silent-position",
    outcome=Outcome.HOLDS,
    because="nobody saw it",
    grade=Grade.SCREENING,
    origin=Origin.REHEARSAL,
    minimum_n=3,
    arms=("arm",),
    coverage=Coverage(10, (), (), ()),
    controls=(ControlState("nonce", "arm", seen=True),),
    closure=(ClosureState("arm", "app", "counter", 100, 100, 100, 0),),
    sensitivity=Sensitivity(2, 2),
    permissive_uploads=1,
    n=3,
)

BROKEN: list[tuple[str, dict[str, Any]]] = [
    ("witness", {"witnesses": (WITNESS,)}),
    ("open reasons", {"reasons": (Reason("gap", "g"),)}),
    ("minimum", {"n": 2}),
    ("n is 0", {"n": 0, "minimum_n": 0}),
    ("gap in scope", {"coverage": Coverage(10, ("g",), (), ())}),
    ("residue", {"coverage": Coverage(10, (), (), ("r",))}),
    ("no arm", {"arms": ()}),
    ("closure", {"closure": ()}),
    ("closure", {"closure": (ClosureState("arm", "app", "counter", 101, 100, 100, 0),)}),
    ("control", {"controls": ()}),
    ("control", {"controls": (ControlState("nonce", "arm", seen=False),)}),
    ("spikes", {"sensitivity": Sensitivity(0, 0)}),
    ("spikes", {"sensitivity": Sensitivity(2, 1)}),
    ("permissive", {"permissive_uploads": 0}),
]


@pytest.mark.parametrize(("told", "change"), BROKEN)
def test_an_absence_holds_only_with_everything_shown(told: str, change: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match=told):
        replace(HOLDS, **change)


def test_bytes_that_went_around_the_recorder_may_be_closed_another_way() -> None:
    state = ClosureState("arm", "relay", "counter", 500, 0, 0, 0, closed_by="suspended-relay arm x")

    assert state.unexplained == 500
    assert replace(HOLDS, closure=(state,)).outcome is Outcome.HOLDS


def test_an_absence_is_violated_only_by_an_attributed_witness() -> None:
    unattributed = replace(WITNESS, app_by="none", controller="third-party")
    violated = {"outcome": Outcome.VIOLATED}

    with pytest.raises(ValueError, match="attributed"):
        replace(HOLDS, **violated)
    with pytest.raises(ValueError, match="attributed"):
        replace(HOLDS, **violated, witnesses=(unattributed,))
    for witness in (WITNESS, replace(unattributed, controller="vendor", app_by="host")):
        assert replace(HOLDS, **violated, witnesses=(witness,)).outcome is Outcome.VIOLATED


def test_a_presence_holds_with_a_witness_and_falls_with_a_complete_reading() -> None:
    presence = {"kind": Kind.PRESENCE}

    with pytest.raises(ValueError, match="witness"):
        replace(HOLDS, **presence)
    assert replace(HOLDS, **presence, witnesses=(WITNESS,)).outcome is Outcome.HOLDS
    violated = replace(HOLDS, **presence, outcome=Outcome.VIOLATED)
    assert violated.outcome is Outcome.VIOLATED
    with pytest.raises(ValueError, match="complete reading"):
        replace(violated, coverage=Coverage(0, (), (), ()))
    with pytest.raises(ValueError, match="complete reading"):
        replace(violated, reasons=(Reason("gap", "g"),))


@pytest.mark.parametrize("outcome", [Outcome.UNPROVEN, Outcome.NOT_APPLICABLE])
def test_what_is_not_decided_says_why(outcome: Outcome) -> None:
    with pytest.raises(ValueError, match=r"reason|condition"):
        replace(HOLDS, outcome=outcome)

    assert replace(HOLDS, outcome=outcome, reasons=(Reason("r", "d"),)).reasons
