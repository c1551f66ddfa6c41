"""The last word of every scenario."""

from __future__ import annotations

from pytest_bdd import parsers, then

from harness.bench.measurement import Measurement
from harness.report.allure_scenario import attach_judgement
from steps.settle import settle


@then(parsers.parse('the claim "{proposition}" is judged'))
def the_claim_is_judged(measurement: Measurement, proposition: str) -> None:
    judgement = measurement.judge(proposition)
    attach_judgement(judgement)
    settle(judgement)
