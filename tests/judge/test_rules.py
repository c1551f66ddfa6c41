from __future__ import annotations

import pytest

from harness.ruling.final import judge_stored, reading_of
from harness.judge.rules import RULES, judge_run, rule
from harness.model.errors import SetupError
from harness.model.judgement import Outcome
from harness.store.run import StoredRun
from tests.judge.honest import MI, MINT, honest, tables, told


def test_every_rule_of_the_ledger_is_known():
    named = {proposition.rule for claim in tables().ledger.claims for proposition in claim.propositions}
    assert named == set(RULES)
    assert all(rule(name) is RULES[name] for name in named)


def test_an_unknown_rule_is_an_error():
    with pytest.raises(SetupError, match="known are"):
        rule("no-such-rule")


def test_every_declared_part_of_the_planned_claims_is_judged(tmp_path):
    found = judge_stored(honest().write(tmp_path / "run"))
    assert [(item.proposition, item.app) for item in found] == [
        (name, app) for name in ("INC-03.switch", "INC-03.silent") for app in (MI, MINT)
    ]
    assert [item.outcome for item in found if item.app == MINT] == [Outcome.NOT_APPLICABLE] * 2
    assert "is not installed" in found[1].because


def test_a_version_that_the_claim_does_not_speak_of_is_not_applicable(judge):
    desk = honest()
    for package in desk.documents["run.json"]["packages"]:
        if package["name"] == MI:
            package["version"] = "12.1.3"
    found = judge(desk)
    assert found.outcome is Outcome.NOT_APPLICABLE
    assert "12.1.3" in found.because


def test_a_part_without_its_scenario_is_unproven(judge):
    desk = honest()
    desk.drop("timeline", desk.find("timeline", what="scenario"))
    for name in ("INC-03.silent", "INC-03.switch"):
        found = judge(desk, name)
        assert found.outcome is Outcome.UNPROVEN
        assert found.reasons[0].id == "scenario-missing"


def test_a_witness_needs_no_scenario(judge):
    desk = told(incognito_uploads=frozenset({"collecting", "silent"})).copy()
    desk.drop("timeline", desk.find("timeline", what="scenario"))
    assert judge(desk).outcome is Outcome.VIOLATED


def test_nothing_selected_judges_nothing(tmp_path):
    reading = reading_of(StoredRun(honest().write(tmp_path / "run")), tables())
    assert judge_run(reading, tables().ledger, ()) == ()
    everything = judge_run(reading, tables().ledger)
    assert {item.claim for item in everything} > {"INC-02", "INC-03"}
