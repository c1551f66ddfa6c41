from __future__ import annotations

from dataclasses import replace

import pytest

from harness.model.arm import ArmKind, SessionKey
from harness.model.judgement import Outcome, Reason
from tests.judge.cases import case_of
from tests.judge.damage import arms, silent_arm
from tests.judge.honest import MI, MINT, UIDS, honest, told


@pytest.fixture(scope="module")
def case(tmp_path_factory):
    return case_of(honest(), tmp_path_factory.mktemp("case"))


def test_arms_sessions_and_acts_are_found_by_name(case):
    desk = honest()
    assert len(case.arms) == 8
    assert case.missing() == ()
    assert {arm.key.kind for arm in case.of_kind(ArmKind.BLANK)} == {ArmKind.BLANK}
    (arm,) = [arm for arm in case.arms if arm.id == silent_arm(desk)]
    start, end = case.interval(arm)
    assert start == arm.opened_us
    assert end == case.session(arm).closed_us
    assert case.condition(arm.session, "switch").position == "on"
    assert case.condition(arm.session, "other") is None
    assert case.acts_done((arm,)) == 3
    (suspended,) = [arm for arm in case.arms if arm.id == arms(desk, suspended=True)[0]]
    assert case.acts_done((suspended,)) == 0


def test_only_acts_of_the_part_count(tmp_path):
    case = case_of(told(claims=("INC-02",)), tmp_path, "INC-02.news")
    assert case.acts_done(case.of_kind(ArmKind.RESTRICTIVE)) == 0
    assert case.part.acts == ("news",)


def test_the_blank_arm_of_an_arm_is_in_the_same_state(tmp_path):
    """An arm in which the app does not run is blank too, and under other conditions."""
    case = case_of(told(claims=("INC-04",), baseline=True), tmp_path, "INC-04.upload")
    blanks = case.blanks(case.of_kind(ArmKind.RESTRICTIVE))
    assert len(case.of_kind(ArmKind.BLANK)) == 4
    assert {arm.key.conditions for arm in blanks} == {(("mode", "incognito"),)}


def test_an_arm_whose_session_never_ended_reaches_to_the_end_of_time(case):
    lost = replace(case.arms[0], key=replace(case.arms[0].key, repeat=99), closed_us=None)
    assert lost.session == SessionKey("mi-browser", (("switch", "default"),), 99).id
    assert case.interval(lost)[1] == 1 << 62
    assert case.session(lost) is None


def test_names_of_uids_are_those_of_their_packages(case):
    assert case.package_names(UIDS[MI]) == MI
    assert case.package_names(4711) == "uid:4711"
    assert case.ours(UIDS[MI])
    assert not case.ours(None)


def test_a_judgement_says_whose_it_is(case, tmp_path):
    found = case.judgement(Outcome.UNPROVEN, "why", reasons=(Reason("x", "y"),))
    assert (found.claim, found.proposition, found.rule) == ("INC-03", "INC-03.silent", "silent-position")
    assert (found.app, found.scenario, found.minimum_n) == (MI, f"INC-03.silent:{MI}", 3)
    assert not case.broad
    mint = case_of(told(apps=(MI, MINT), claims=("INC-04",)), tmp_path, "INC-04.upload", MINT)
    assert mint.broad
