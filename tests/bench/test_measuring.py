"""The measuring process: its command line, and that it needs nothing of the folder it is started in."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from dataclasses import replace
from pathlib import Path

import pytest

from harness.bench.duration import Pace
from harness.bench.job import Job
from harness.bench.measuring import HandsetProcess, command, environment, start
from harness.bench.progress import Progress
from tests.bench.recorded_run import made

ROOT = Path(__file__).parents[2]


@pytest.fixture
def job(tmp_path: Path) -> Job:
    (tmp_path / "work").mkdir()
    return replace(made(tmp_path / "reports", "RUN"), work=str(tmp_path / "work"))


def test_the_job_and_what_the_user_added_go_to_pytest(job: Job, tmp_path: Path) -> None:
    words = command(job, tmp_path / "job.json", ("-k", "search"), tmp_path / "cache")

    assert words[words.index("--claims-job") + 1] == str(tmp_path / "job.json")
    assert words[-2:] == ["-k", "search"]
    assert f"cache_dir={tmp_path / 'cache' / 'desk'}" in words, "--lf is told of this handset's earlier runs"


def test_it_is_started_from_any_folder_and_writes_nothing_beside_the_steps(
    job: Job, tmp_path: Path, monkeypatch
) -> None:
    before = {path for path in (ROOT / "steps").rglob("*") if "__pycache__" not in path.parts}
    monkeypatch.chdir(tmp_path)
    job = replace(job, propositions=("CON-02.songs",))
    item = start(job, tmp_path, ("--collect-only",), tmp_path / "cache", Pace(), str)

    assert item.process.wait(60) == 0, item.log.read_text()
    assert re.search(r"1/\d+ tests collected", item.log.read_text())
    assert {path for path in (ROOT / "steps").rglob("*") if "__pycache__" not in path.parts} == before
    assert not (tmp_path / "cache").exists()


def test_the_suite_is_found_where_it_is_not_installed(tmp_path: Path) -> None:
    done = subprocess.run(
        [sys.executable, "-S", "-c", "import harness; print(harness.__file__)"],
        cwd=tmp_path,
        env=environment({"PATH": os.environ["PATH"]}),
        capture_output=True,
        text=True,
        check=True,
    )
    assert Path(done.stdout.strip()) == ROOT / "harness" / "__init__.py"
    assert environment({"PYTHONPATH": "/mine"})["PYTHONPATH"] == f"{ROOT}{os.pathsep}/mine"
    assert environment({})["PYTHONUTF8"] == "1"


def test_how_far_it_came_is_read_from_what_it_left(job: Job, tmp_path: Path) -> None:
    process = subprocess.Popen([sys.executable, "-c", ""])
    process.wait()
    item = HandsetProcess(job, process, tmp_path / "log", Progress("desk", job.folder))
    assert (item.opened, item.refusal) == (False, None)

    (job.folder / "data").mkdir(parents=True)
    (job.folder / "data" / "run.json").write_text("{}")
    job.refusal.write_text("wanted root\n")
    assert (item.opened, item.refusal) == (True, "wanted root")
