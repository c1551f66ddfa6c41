"""Binds the scenarios to handsets: what is collected, the run of each handset, and what Allure is told.

`claims run` starts this once a handset with `--claims-job`; plain `pytest steps` makes the job itself from
`devices.yaml` (`--devices`, `--device`).
"""

from __future__ import annotations

import contextlib
import dataclasses
import signal
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest

from harness.apps.registry import Drivers, built_in, declared
from harness.bench.alone import Handsets
from harness.bench.job import Job
from harness.bench.measurement import Measurement, Provisional
from harness.bench.run import INTERRUPTED, HandsetRun
from harness.bench.selection import select
from harness.ledger import markers
from harness.model.claim import Grade
from harness.model.errors import HarnessError
from harness.report.allure_final import finalise
from harness.report.background import background_of_run
from harness.report.har import traffic_of
from harness.ruling.finish import finish_folder
from harness.ruling.tables import Study
from harness.store.run import StoredRun
from steps.binding import check_words, is_scenario, part_of, scenario_of
from steps.study import read_study
from steps.telling import *  # noqa: F403
from steps.words import *  # noqa: F403

STUDY = pytest.StashKey[Study]()
PARTS = pytest.StashKey[tuple[tuple[str, str], ...]]()
HANDSETS = pytest.StashKey[Handsets]()
EVIDENCE = pytest.StashKey[dict[str, str]]()
"""Handset → its run folder."""
RUNS: list[HandsetRun] = []
"""The runs of this process, for the hooks that get no config."""


def pytest_addoption(parser: pytest.Parser) -> None:
    group = parser.getgroup("claims")
    group.addoption("--claims-job", type=Path, help="the job file that `claims run` wrote")
    group.addoption("--devices", type=Path, default=Path("devices.yaml"), help="the bench's handsets")
    group.addoption("--device", action="append", default=[], help="one of them; may be repeated")
    group.addoption("--claims", help="which claims, as `claims run --claims`")
    group.addoption("--pack", help="another vendor's pack: a folder or an installed name")
    group.addoption("--grade", default=Grade.SCREENING.value, choices=[grade.value for grade in Grade])
    group.addoption("--reports", type=Path, default=Path("reports"), help="where run folders go")


def pytest_configure(config: pytest.Config) -> None:
    # A shell that starts us in the background leaves SIGINT ignored: Ctrl-C would not put the phone back.
    signal.signal(signal.SIGINT, signal.default_int_handler)
    path: Path | None = config.getoption("--claims-job")
    try:
        job = Job.read(path) if path else None
        study = read_study(job.pack if job else config.getoption("--pack"))
        handsets = Handsets.of_job(job) if job else _handsets(config)
    except HarnessError as error:
        raise pytest.UsageError(str(error)) from error
    config.stash[STUDY], config.stash[HANDSETS], config.stash[EVIDENCE] = study, handsets, {}
    for line in markers(study.tables.ledger):
        config.addinivalue_line("markers", line)


def _handsets(config: pytest.Config) -> Handsets:
    return Handsets.of_devices(
        config.getoption("--devices"),
        tuple(config.getoption("--device")),
        grade=Grade(config.getoption("--grade")),
        pack=config.getoption("--pack"),
        reports=config.getoption("--reports"),
    )


def pytest_generate_tests(metafunc: pytest.Metafunc) -> None:
    if not is_scenario(metafunc.function):
        return
    study, handsets = metafunc.config.stash[STUDY], metafunc.config.stash[HANDSETS]
    ledger = study.tables.ledger
    scopes = ledger.proposition(scenario_of(study, metafunc.function).proposition).apps
    apps = [ledger.app(scope.package).name for scope in scopes]
    metafunc.parametrize("handset", handsets.names, indirect=True, scope="session")
    metafunc.parametrize("app", apps)


@pytest.hookimpl(optionalhook=True)
def pytest_xdist_make_scheduler(config: pytest.Config, log: Any) -> Any:
    from steps.sharing import ByHandset  # noqa: PLC0415 - only where xdist is there

    return ByHandset(config, log, config.stash[HANDSETS].names)


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    study, handsets = config.stash[STUDY], config.stash[HANDSETS]
    try:
        check_words()
        wanted = handsets.propositions or select(study.tables.ledger, config.getoption("--claims"))
    except HarnessError as error:
        raise pytest.UsageError(str(error)) from error
    kept = [item for item in items if part_of(study, item)[0] in wanted]
    if dropped := [item for item in items if item not in kept]:
        config.hook.pytest_deselected(items=dropped)
    items[:] = kept


def pytest_collection_finish(session: pytest.Session) -> None:
    # What options of pytest left over is what the sealed plan is made for.
    study = session.config.stash[STUDY]
    session.config.stash[PARTS] = tuple(sorted({part_of(study, item) for item in session.items}))


@pytest.fixture(scope="session")
def handset(request: pytest.FixtureRequest) -> Iterator[HandsetRun]:
    config = request.config
    study = config.stash[STUDY]
    drivers = Drivers((*built_in(), *declared(study.pack.modules("apps"))))
    with config.stash[HANDSETS].job(request.param) as planned:
        job = dataclasses.replace(planned, parts=config.stash[PARTS])
        run = HandsetRun(job, study, drivers)
        with contextlib.ExitStack() as stack:
            try:
                stack.enter_context(run)
            except (HarnessError, OSError) as error:
                job.refusal.write_text(f"{error}\n", "utf-8")
                pytest.exit(f"{job.stand.name}: {error}", returncode=3)
            RUNS.append(run)
            yield run
        finish_folder(job.folder, study.pack)


@pytest.fixture(scope="session")
def provisional(handset: HandsetRun) -> Provisional:
    return Provisional(handset)


@pytest.fixture(autouse=True)
def measurement(
    handset: HandsetRun, provisional: Provisional, request: pytest.FixtureRequest, app: str
) -> Measurement:
    scenario = scenario_of(handset.study, request.function)
    return Measurement(handset, scenario, app, provisional)


def pytest_keyboard_interrupt() -> None:
    for run in RUNS:
        run.lost = INTERRUPTED


@pytest.hookimpl(trylast=True)
def pytest_sessionfinish(session: pytest.Session) -> None:
    """The results of a plain pytest get their final verdicts; `claims run` does that itself."""
    config = session.config
    results = getattr(config.option, "allure_report_dir", None)
    if results and config.getoption("--claims-job") is None:
        for run in RUNS:
            judgements = finish_folder(run.job.folder, run.study.pack)
            stored = StoredRun(run.job.folder)
            traffic, known = (
                traffic_of(stored, judgements),
                background_of_run(stored, judgements, run.study.tables, run.study.formats),
            )
            finalise(Path(results), judgements, run.job.run, traffic, known)
    folders = {run.job.stand.name: str(run.job.folder) for run in RUNS}
    # A worker of xdist says nothing by itself; the process that started it does.
    if hasattr(config, "workeroutput"):
        config.workeroutput["evidence"] = folders
    else:
        config.stash[EVIDENCE] |= folders


@pytest.hookimpl(optionalhook=True)
def pytest_testnodedown(node: Any) -> None:
    node.config.stash[EVIDENCE] |= getattr(node, "workeroutput", {}).get("evidence", {})


def pytest_terminal_summary(terminalreporter: Any, config: pytest.Config) -> None:
    for handset, folder in config.stash[EVIDENCE].items():
        terminalreporter.write_line(f"evidence of {handset}: {folder}")
