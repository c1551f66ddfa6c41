from __future__ import annotations

from dataclasses import replace

import pytest

from harness.model.proposition import (
    AppScope,
    Breadth,
    Grade,
    Kind,
    PerGrade,
    Proposition,
    PropositionId,
    check_minimum,
    least_n,
)

ADDRESS = Proposition(
    id=PropositionId("INC-02.address"),
    text="Nothing leaves.",
    kind=Kind.ABSENCE,
    rule="content-absence",
    apps=(AppScope("com.example.browser", Breadth.NARROW),),
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
        ({"text": " "}, "needs a text"),
        ({"unscripted": " "}, "says why there is no scenario"),
        ({"minimum_n": PerGrade(2, 20)}, "n >= 3"),
        ({"minimum_n": PerGrade(3, 19)}, "found 3 and 19"),
    ],
)
def test_a_proposition_that_could_not_be_judged_fairly_is_refused(change, words):
    with pytest.raises(ValueError, match=words):
        replace(ADDRESS, **change)


def test_a_presence_needs_no_twenty_acts():
    assert replace(ADDRESS, kind=Kind.PRESENCE, minimum_n=PerGrade(1, 1))
    assert least_n(Kind.ABSENCE) == PerGrade(3, 20)
    for kind in Kind:
        check_minimum(kind, least_n(kind))


def test_a_proposition_knows_its_claim():
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
