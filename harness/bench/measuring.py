"""The process that measures one handset: pytest on the suite's steps, from whatever folder it is started."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.bench.duration import Pace
from harness.bench.job import Job
from harness.bench.progress import Named, Progress
from harness.model.judgement import Judgement
from harness.ruling.shipped import import_path, steps_folder

END_SECONDS = 10.0


@dataclass(slots=True)
class HandsetProcess:
    """One handset of the invocation: its job, its process, where it stands, what came of it.

    `error` says why it was not judged, or not put back; `left` is whether the phone may not be as it was.
    """

    job: Job
    process: subprocess.Popen[bytes]
    log: Path
    progress: Progress
    judgements: tuple[Judgement, ...] = ()
    error: str | None = None
    left: bool = False

    @property
    def opened(self) -> bool:
        """Whether the run came so far that the phone may have been changed."""
        return (self.job.folder / "data" / "run.json").exists()

    def end(self) -> None:
        """End the process, if it did not end by itself."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(END_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()

    @property
    def refusal(self) -> str | None:
        """Why the process could not begin, in its own words; None where it began."""
        path = self.job.refusal
        return path.read_text("utf-8").strip() if path.exists() else None


def start(
    job: Job, logs: Path, arguments: Sequence[str], cache: Path, pace: Pace, named: Named
) -> HandsetProcess:
    """Start measuring.  `arguments` go to pytest; what it says goes to a file of `logs`.

    `cache` is where pytest keeps what it knows of earlier runs, for `--lf` and its like; `named` has the
    words of arms and sessions.
    """
    path = Path(job.work) / f"{job.stand.name}.job.json"
    job.write(path)
    log = logs / f"{job.stand.name}.pytest.log"
    with log.open("wb") as output:
        process = subprocess.Popen(
            command(job, path, arguments, cache),
            cwd=job.work,
            stdin=subprocess.DEVNULL,
            stdout=output,
            stderr=subprocess.STDOUT,
            start_new_session=True,
            env=environment(os.environ),
        )
    return HandsetProcess(job, process, log, Progress(job.stand.name, job.folder, named, pace))


def command(job: Job, path: Path, arguments: Sequence[str], cache: Path) -> list[str]:
    """The command line; nothing of it is written beside the steps, which may be read-only."""
    return [
        *(
            sys.executable,
            "-m",
            "pytest",
            str(steps_folder()),
            "-q",
            "-c",
            str(steps_folder() / "pytest.ini"),
        ),
        *("-o", f"cache_dir={cache / job.stand.name}"),
        *("--claims-job", str(path), "--alluredir", str(job.derived / "allure-results")),
        *arguments,
    ]


def environment(own: Mapping[str, str]) -> dict[str, str]:
    """The environment of a measuring process: the suite importable, UTF-8 whatever the locale."""
    return {**own, **import_path(own), "PYTHONUNBUFFERED": "1", "PYTHONUTF8": "1"}
