"""Binds the steps to one handset: the job of `claims run`, the run, and what Allure is told."""

from __future__ import annotations

import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.bench.finish import finish
from harness.bench.job import Job
from harness.bench.measurement import Measurement, Provisional
from harness.bench.run import INTERRUPTED, HandsetRun
from harness.bench.shipped import features_folder
from harness.bench.tables import Tables
from harness.ledger import markers
from harness.model.errors import HarnessError, SetupError
from harness.report.allure_scenario import (
    GherkinSteps,
    Scene,
    attach_jpeg,
    attach_text,
    label_scenario,
    thumbnail,
)
from steps.browsing import *  # noqa: F403
from steps.judging import *  # noqa: F403

JOB, TABLES, RUN = pytest.StashKey[Job](), pytest.StashKey[Tables](), pytest.StashKey[HandsetRun]()
RUNS: list[HandsetRun] = []
"""The run of this process, for the hook that gets no config."""
STEPS = pytest.StashKey[GherkinSteps]()


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--claims-job", type=Path, help="the job file that `claims run` wrote")


def pytest_configure(config: pytest.Config) -> None:
    # A shell that starts us in the background leaves SIGINT ignored: Ctrl-C would not put the phone back.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    tables = Tables.load(features_folder())
    config.stash[TABLES] = tables
    for line in markers(tables.ledger):
        config.addinivalue_line("markers", line)


def scenario_key(request: pytest.FixtureRequest) -> str:
    return str(request.node.nodeid).partition("::")[2] or str(request.node.nodeid)


@pytest.fixture(scope="session")
def handset(request: pytest.FixtureRequest) -> Iterator[HandsetRun]:
    path = request.config.getoption("--claims-job")
    if path is None:
        raise SetupError("wanted --claims-job FILE, found none; start with `claims run`")
    job = Job.read(path)
    run = HandsetRun(job, request.config.stash[TABLES])
    try:
        run.start()
    except (HarnessError, OSError) as error:
        job.refusal.write_text(f"{error}\n", "utf-8")
        pytest.exit(f"{job.stand.name}: {error}", returncode=3)
    request.config.stash[RUN] = run
    RUNS.append(run)
    yield run
    run.finish()
    finish(run.job)


@pytest.fixture(scope="session")
def provisional(handset: HandsetRun, request: pytest.FixtureRequest) -> Provisional:
    return Provisional(handset, request.config.stash[TABLES])


@pytest.fixture
def measurement(
    handset: HandsetRun,
    provisional: Provisional,
    request: pytest.FixtureRequest,
) -> Measurement:
    tables = request.config.stash[TABLES]
    return Measurement(handset, tables, scenario_key(request), provisional)


def pytest_keyboard_interrupt() -> None:
    for run in RUNS:
        run.lost = INTERRUPTED


def pytest_bdd_before_scenario(request: pytest.FixtureRequest, feature: Any, scenario: Any) -> None:
    config = request.config
    handset: HandsetRun = request.getfixturevalue("handset")
    tables = config.stash[TABLES]
    claims = [claim for claim in tables.ledger.claims if claim.id in scenario.tags | feature.tags]
    if len(claims) != 1:
        raise SetupError(f"{scenario.name}: wanted one claim's id as its tag, found {sorted(scenario.tags)}")
    scene = Scene(handset.job.run, handset.job.stand.name, handset.firmware)
    judged = [
        step.name.split('"')[1]
        for step in scenario.steps
        if step.name.startswith('the claim "') and step.name.endswith("is judged")
    ]
    label_scenario(scenario_key(request), scenario.name, claims[0], judged, scene)
    config.stash[STEPS] = GherkinSteps()
    handset.notes.timeline("scenario-started", scenario=scenario_key(request), title=scenario.name)


def pytest_bdd_before_step(request: pytest.FixtureRequest, step: Any) -> None:
    request.config.stash[STEPS].start(step.keyword, step.name)
    request.config.stash[RUN].notes.timeline(
        "step", scenario=scenario_key(request), keyword=step.keyword, text=step.name
    )


def pytest_bdd_after_step(request: pytest.FixtureRequest, step: Any, step_func_args: dict[str, Any]) -> None:
    measurement = step_func_args.get("measurement")
    if step.type == "when" and isinstance(measurement, Measurement):
        _attach_pictures(measurement, step.name)
    request.config.stash[STEPS].stop()


def _attach_pictures(measurement: Measurement, step: str) -> None:
    try:
        shown = measurement.pictures(step)
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
