"""INC-03 on phones of which: the switch works, the switch does nothing, a way out is not observed."""

from __future__ import annotations

import pytest

from tests.chain.suite import call


def test_the_switch_that_works_holds(switched):
    found = switched.judgement("kept", "INC-03.silent")
    assert (found["outcome"], found["reasons"]) == ("holds", [])


def test_a_switch_that_does_nothing_is_caught(switched):
    found = switched.judgement("broken", "INC-03.silent")
    arms = {line["arm"] for line in switched.lines("broken", "timeline") if line["what"] == "arm-opened"}

    assert found["outcome"] == "violated"
    assert found["witnesses"]
    assert {item["arm"] for item in found["witnesses"]} <= arms
    assert {item["app_by"] for item in found["witnesses"]} == {"socket"}


@pytest.mark.slow
def test_a_live_run_that_lacks_one_control_is_unproven(with_sim):
    found = with_sim.judgement("with-sim", "INC-03.silent")
    missing = {item["name"] for item in found["controls"] if not item["seen"]}

    assert found["outcome"] == "unproven"
    assert set(found["reasons"]) == {"control-missing"}
    assert missing == {"channel:sms"}


def test_what_is_not_installed_does_not_apply(switched):
    for handset in ("kept", "broken"):
        outcomes = {item["app"]: item["outcome"] for item in switched.judgements(handset)}
        assert outcomes["com.mi.globalbrowser.mini"] == "not-applicable"


@pytest.mark.parametrize(("handset", "code"), [("kept", 0), ("broken", 1)])
def test_a_completed_judgement_gives_its_exit_code(switched, handset, code):
    assert call(switched.state, "judge", switched.stored(handset), seconds=120).returncode == code


@pytest.mark.slow
def test_an_unproven_judgement_gives_its_exit_code(with_sim):
    assert with_sim.code == 2
    assert call(with_sim.state, "judge", with_sim.stored("with-sim"), seconds=120).returncode == 2


def test_one_violated_phone_makes_the_whole_invocation_violated(switched):
    assert switched.code == 1
