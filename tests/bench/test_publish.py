"""The reports of finished runs: results rewritten, summary written, evidence untouched."""

from __future__ import annotations

import errno
import json
import subprocess
import sys
from pathlib import Path

import pytest

from harness.bench import publish as module
from harness.bench.invocation import HandsetProcess, Invocation
from harness.bench.job import Job
from harness.bench.progress import Progress
from harness.bench.publish import judged_runs, publish
from harness.model.claim import Grade
from harness.model.errors import SetupError
from harness.model.judgement import Judgement, Outcome
from harness.report.allure_final import STATUS
from harness.report.allure_scenario import RUN_LABEL, SCENARIO_LABEL
from harness.ruling.finish import finish_folder
from tests.bench.recorded_run import made, study
from tests.judge.honest import MI, honest

RUN = "20261122T143005Z-desk-000000"


@pytest.fixture(scope="module")
def finished(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, tuple[Judgement, ...]]:
    """A folder of reports with one sealed run, and its judgements."""
    reports = tmp_path_factory.mktemp("publish")
    job = made(reports, RUN)
    honest().write(job.folder)
    return reports, finish_folder(job.folder)


@pytest.fixture
def invocation(finished: tuple[Path, tuple[Judgement, ...]], tmp_path: Path, monkeypatch) -> Invocation:
    """An invocation after its end, without the HTML page (tests/report makes one)."""
    reports, judgements = finished
    monkeypatch.setattr(module, "shipped_folder", lambda: tmp_path / "nothing")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv(module.NAMED, raising=False)
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    item = HandsetProcess(
        made(reports, RUN), process, tmp_path / "log", Progress("desk", reports), judgements
    )
    made_by = Invocation(reports, study(), ("INC-03.silent",), Grade.SCREENING, keep=tmp_path / "kept")
    made_by.handsets.append(item)
    return made_by


def result(job: Job, judgement: Judgement, status: str = "passed") -> Path:
    """What pytest left for one scenario."""
    folder = job.derived / "allure-results"
    folder.mkdir(parents=True, exist_ok=True)
    path = folder / f"{judgement.proposition}-result.json"
    labels = [
        {"name": SCENARIO_LABEL, "value": judgement.scenario},
        {"name": RUN_LABEL, "value": job.run},
    ]
    content = {"uuid": "u", "historyId": "h", "name": "n", "status": status, "start": 1, "stop": 2}
    path.write_text(json.dumps({**content, "labels": labels, "parameters": []}))
    return path


def published(invocation: Invocation, code: int = 2) -> module.Published:
    return publish(invocation, judged_runs(invocation), code, "2026-11-22T15:00:00Z")


def test_the_summary_says_what_was_found_and_where_it_lies(invocation: Invocation) -> None:
    written = published(invocation)
    summary = json.loads(written.summary.read_bytes())
    (run,) = summary["runs"]

    assert summary["schema"] == "claims/invocation/v1"
    assert (summary["invocation"], summary["exit_code"]) == (invocation.id, 2)
    assert (run["run"], run["handset"], run["origin"], run["sealed"]) == (RUN, "desk", "rehearsal", True)
    assert set(run["verdicts"]) == {"INC-03"}
    assert (invocation.reports / run["folder"] / "manifest-sha256.txt").exists()
    assert dict(written.paths)["evidence"] == invocation.handsets[0].job.folder


def test_a_folder_of_reports_is_the_same_from_wherever_it_is_named(
    invocation: Invocation, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """The command's own default is relative; what a measuring process is given is not."""
    (item,) = invocation.handsets
    result(item.job, item.judgements[0])
    monkeypatch.chdir(invocation.reports.parent)
    folder = Path(invocation.reports.name)
    named = Invocation(folder, study(), ("INC-03.silent",), Grade.SCREENING, keep=tmp_path / "also-kept")
    named.handsets.append(item)
    (run,) = json.loads(published(named).summary.read_bytes())["runs"]

    assert run["reports"]["allure-results"] == f"{RUN}.derived/allure-results"


def test_a_claim_that_was_asked_for_and_not_run_is_unproven(invocation: Invocation) -> None:
    """`-- -k` left it out: that nothing is said of it must not read as if it held."""
    invocation.propositions = ("INC-02.search", "INC-03.silent")
    (run,) = judged_runs(invocation)

    assert set(run.verdicts) == {"INC-02", "INC-03"}
    assert run.verdicts["INC-02"].outcome is Outcome.UNPROVEN


def test_a_scenario_ends_as_its_final_judgement_says(invocation: Invocation) -> None:
    item = invocation.handsets[0]
    shown = {
        judgement: result(
            item.job, judgement, "passed" if judgement.outcome is not Outcome.HOLDS else "broken"
        )
        for judgement in item.judgements
        if judgement.app == MI
    }
    published(invocation)

    assert shown
    for judgement, path in shown.items():
        assert json.loads(path.read_bytes())["status"] == STATUS[judgement.outcome]


def test_the_report_names_firmware_versions_and_grade(invocation: Invocation) -> None:
    published(invocation)
    text = (invocation.handsets[0].job.derived / "allure-results" / "environment.properties").read_text()

    for word in ("xiaomi/desk", "screening", "12.1.4-g", "absent", RUN):
        assert word in text.replace("\\", "")


def test_the_sealed_run_is_not_touched(invocation: Invocation) -> None:
    folder = invocation.handsets[0].job.folder
    before = {path: path.stat().st_mtime_ns for path in folder.rglob("*")}
    published(invocation)

    assert {path: path.stat().st_mtime_ns for path in folder.rglob("*")} == before


def test_without_the_generator_the_missing_page_is_said(invocation: Invocation) -> None:
    paths = dict(published(invocation).paths)

    assert "npm install allure@" in str(paths["html"])
    assert not (invocation.reports / f"{invocation.id}.html").exists()


def test_a_handset_that_was_not_judged_is_no_run_and_its_reason_is_told(invocation: Invocation) -> None:
    invocation.handsets[0].judgements = ()
    invocation.handsets[0].error = "wanted root, found none"
    summary = json.loads(published(invocation, 3).summary.read_bytes())

    assert summary["runs"] == []
    assert "wanted root, found none" in json.dumps(summary)


def test_a_report_that_cannot_be_written_does_not_lose_the_others(
    invocation: Invocation, monkeypatch: pytest.MonkeyPatch
) -> None:
    class Broken:
        name = "broken"

        def write(self, _: object) -> tuple[()]:
            raise OSError(errno.ENOSPC, "No space left on device", "page.html")

    monkeypatch.setattr(module, "FORMATS", (Broken(), *module.FORMATS))
    with pytest.raises(SetupError, match=r"page\.html: No space left on device; what was recorded lies in"):
        published(invocation)

    assert (invocation.reports / f"{invocation.id}.json").exists()
