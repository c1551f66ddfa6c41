from __future__ import annotations

from dataclasses import replace

import pytest

from harness.model.arm import ArmKind, ArmNeed, Mode
from harness.model.proposition import (
    AppScope,
    Breadth,
    Grade,
    Kind,
    PerGrade,
    Proposition,
    PropositionId,
)

NORMAL = ArmNeed(ArmKind.PERMISSIVE, Mode.NORMAL, (("switch", "default"),), (("visit", 3),))
ADDRESS = Proposition(
    id=PropositionId("INC-02.address"),
    text="Nothing leaves.",
    kind=Kind.ABSENCE,
    rule="content-absence",
    apps=(AppScope("com.example.browser", Breadth.NARROW),),
    acts=("visit",),
    arms=(NORMAL,),
    evidence_arms=(NORMAL,),
    minimum_n=PerGrade(3, 20),
    parameters={"within": "usage-statistics"},
)


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"id": "INC-02"}, "must be like INC-02.address"),
        ({"id": "INC-02.Address"}, "must be like INC-02.address"),
        ({"rule": "Content"}, "rule's id"),
        ({"text": ""}, "needs a text"),
        ({"apps": ()}, "at least one app"),
        ({"apps": ADDRESS.apps * 2}, "names an app twice"),
        ({"arms": ()}, "at least one arm"),
        ({"evidence_arms": ()}, "at least one arm"),
        ({"minimum_n": PerGrade(2, 20)}, "n >= 3"),
        ({"minimum_n": PerGrade(3, 19)}, "found 3 and 19"),
        ({"arms": (replace(NORMAL, kind=ArmKind.RESTRICTIVE),)}, "a silent app proves nothing"),
    ],
)
def test_a_proposition_that_could_not_be_judged_fairly_is_refused(change, words):
    with pytest.raises(ValueError, match=words):
        replace(ADDRESS, **change)


def test_a_presence_needs_no_twenty_acts_and_a_document_no_arm():
    assert replace(ADDRESS, kind=Kind.PRESENCE, minimum_n=PerGrade(1, 1))
    assert replace(ADDRESS, kind=Kind.DOCUMENTARY, arms=(), evidence_arms=())


def test_the_needs_of_a_grade_go_over_all_repeats():
    assert [need.repeat for need in ADDRESS.needs(Grade.SCREENING)] == [1]
    assert [need.repeat for need in ADDRESS.needs(Grade.EVIDENCE)] == [1, 2, 3]
    assert ADDRESS.claim == "INC-02"


def test_propositions_can_be_compared_and_kept_in_sets():
    assert len({ADDRESS, replace(ADDRESS)}) == 1


def test_the_parameters_of_a_proposition_are_its_own():
    given = {"a": "b"}
    proposition = replace(ADDRESS, parameters=given)
    given["a"] = "c"
    assert proposition.parameters["a"] == "b"


def test_numbers_and_apps_are_checked():
    assert (PerGrade(3, 20).at(Grade.SCREENING), PerGrade(3, 20).at(Grade.EVIDENCE)) == (3, 20)
    with pytest.raises(ValueError, match="1 or more"):
        PerGrade(0, 1)
    with pytest.raises(ValueError, match="package name"):
        AppScope("browser", Breadth.NARROW)
