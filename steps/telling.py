"""What is told of a scenario while it runs: on the run's timeline, and to Allure."""

from __future__ import annotations

from typing import Any

import pytest

from harness.bench.measurement import Measurement
from harness.model.errors import HarnessError
from harness.model.lines import ScenarioStarted, StepStarted
from harness.report.allure_scenario import (
    GherkinSteps,
    Scene,
    attach_jpeg,
    attach_table,
    attach_text,
    label_scenario,
    thumbnail,
)

STEPS = pytest.StashKey[GherkinSteps]()


def pytest_bdd_before_scenario(request: pytest.FixtureRequest, scenario: Any) -> None:
    measured: Measurement = request.getfixturevalue("measurement")
    run, planned = measured.run, measured.scenario
    claim = run.study.tables.ledger.claim(planned.claim)
    scene = Scene(run.job.run, run.job.stand.name, run.firmware, measured.title)
    label_scenario(measured.part.scenario, scenario.name, claim, [planned.proposition], scene)
    request.config.stash[STEPS] = GherkinSteps()
    run.write(ScenarioStarted(scenario=measured.part.scenario, title=scenario.name))


def pytest_bdd_before_step(request: pytest.FixtureRequest, step: Any) -> None:
    request.config.stash[STEPS].start(step.keyword, step.name)
    if step.datatable is not None:
        attach_table(step.datatable.raw(), "Its table")
    measured: Measurement = request.getfixturevalue("measurement")
    measured.run.write(StepStarted(scenario=measured.part.scenario, keyword=step.keyword, text=step.name))


def pytest_bdd_after_step(request: pytest.FixtureRequest, step: Any) -> None:
    if step.type == "when":
        _attach_pictures(request.getfixturevalue("measurement"))
    request.config.stash[STEPS].stop()


def _attach_pictures(measured: Measurement) -> None:
    try:
        shown = measured.pictures()
    except HarnessError as error:
        # The run is lost: the next step that records says so as its outcome.
        attach_text(str(error), "Why there is no picture")
        return
    for name, picture in shown.pictures:
        attach_jpeg(thumbnail(picture), name)
    if shown.missing:
        attach_text(shown.missing, "Why there is no picture")


def pytest_bdd_step_error(request: pytest.FixtureRequest, exception: BaseException) -> None:
    request.config.stash[STEPS].stop(exception)


def pytest_exception_interact(
    call: pytest.CallInfo[Any], report: pytest.TestReport | pytest.CollectReport
) -> None:
    if call.excinfo is not None and isinstance(call.excinfo.value, HarnessError):
        report.longrepr = f"{type(call.excinfo.value).__name__}: {call.excinfo.value}"
