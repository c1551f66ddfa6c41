"""The words of the features; each step is one call into the harness.

What acts, conditions and propositions are called stands in the pack's tables (`harness.ledger.wording`).
"""

from __future__ import annotations

from pytest_bdd import given, parsers, then, when

from harness.bench.measurement import Measurement
from harness.ledger.wording import ARMS, JUDGED
from harness.report.allure_scenario import attach_judgement
from steps.settle import settle


@given(ARMS)
def these_arms(measurement: Measurement, datatable: list[list[str]]) -> None:
    measurement.stand_on(datatable)


@when(parsers.re(r"(?P<looked_at>.+)"))
def looked(measurement: Measurement, looked_at: str) -> None:
    measurement.look(looked_at)


@then(parsers.re(JUDGED.pattern))
def judged(measurement: Measurement, text: str, proposition: str) -> None:
    judgement = measurement.judge(text, proposition)
    background = measurement.background()
    attach_judgement(judgement, background)
    settle(judgement, background)
