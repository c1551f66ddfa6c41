from __future__ import annotations

from dataclasses import replace

import pytest

from harness.judge.judging import judge_run
from harness.model.judgement import Outcome
from harness.model.plan import PlannedPart
from harness.ruling.final import judge_stored
from harness.store.run import StoredRun
from tests.judge.cases import reading_of
from tests.judge.damage import silent_arm
from tests.judge.honest import MI, MINT, honest, tables, told


def test_every_part_of_the_plan_is_judged_in_its_order(tmp_path):
    found = judge_stored(honest().write(tmp_path / "run"))
    assert [(item.proposition, item.app) for item in found] == [
        (name, app) for name in ("INC-03.switch", "INC-03.silent") for app in (MI, MINT)
    ]
    assert [item.outcome for item in found if item.app == MINT] == [Outcome.NOT_APPLICABLE] * 2
    assert "is not installed" in found[1].because


def without_scenarios(desk):
    desk.drop("timeline", desk.find("timeline", what="scenario-judged"))
    return desk


@pytest.mark.parametrize("name", ["INC-03.silent", "INC-03.switch"])
def test_a_part_without_its_scenario_is_unproven(name, judge):
    found = judge(without_scenarios(honest()), name)
    assert found.outcome is Outcome.UNPROVEN
    assert found.reasons[0].id == "scenario-missing"


def test_what_does_not_apply_needs_no_scenario(tmp_path):
    found = judge_stored(without_scenarios(honest()).write(tmp_path / "run"))
    assert [item.outcome for item in found if item.app == MINT] == [Outcome.NOT_APPLICABLE] * 2


def test_a_witness_needs_no_scenario(judge):
    desk = told(incognito_uploads=frozenset({"collecting", "silent"})).copy()
    assert judge(without_scenarios(desk)).outcome is Outcome.VIOLATED


def test_an_arm_of_the_plan_that_was_not_recorded_is_missing(judge):
    desk = honest()
    arm = silent_arm(desk)
    desk.drop("timeline", desk.find("timeline", arm=arm))
    assert ("arm-missing", arm) in {(item.id, item.detail) for item in judge(desk).reasons}


def test_the_plan_says_what_was_needed_and_no_ledger(tmp_path):
    """A part that the plan lacks is not judged, whatever the ledger has."""
    reading = reading_of(StoredRun(honest().write(tmp_path / "run")))
    ledger, acts = tables().ledger, tables().acts
    empty = replace(reading, plan=replace(reading.plan, parts=()))
    assert judge_run(empty, ledger, acts) == ()
    part = PlannedPart("ENC-01.tls", "mi-browser", MI, "a scenario", (), (), "too old")
    one = replace(reading, plan=replace(reading.plan, parts=(part,)))
    (found,) = judge_run(one, ledger, acts)
    assert (found.outcome, found.because) == (Outcome.NOT_APPLICABLE, "too old")
