"""One `claims run`: a process for each handset, watched until all have ended, then one table."""

from __future__ import annotations

import contextlib
import os
import secrets
import shutil
import signal
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from harness.bench.config import DeviceEntry
from harness.bench.finish import finish
from harness.bench.job import Job
from harness.bench.progress import Progress
from harness.bench.record import BenchRecord
from harness.bench.run import new_seed
from harness.bench.shipped import features_folder
from harness.bench.stand import VirtualBench, real
from harness.bench.tables import Tables
from harness.device.adb_server import AdbServer
from harness.device.change import Changes
from harness.device.kinds import KINDS
from harness.device.session import Device
from harness.model.errors import HarnessError, SetupError
from harness.model.judgement import Judgement

POLL_SECONDS = 0.25
END_SECONDS = 90.0
"""How long an interrupted handset may take to be put back."""


@dataclass(slots=True)
class HandsetProcess:
    """One handset of the invocation: its job, its process, where it stands, what came of it."""

    job: Job
    process: subprocess.Popen[bytes]
    log: Path
    progress: Progress
    judgements: tuple[Judgement, ...] = ()
    error: str | None = None


@dataclass(slots=True)
class Invocation:
    """The bench of one invocation; a context manager that ends everything it started.

    `keep` is a folder for the rehearsal's ground truth: what the virtual handsets emitted, what their cloud
    received, and every log.  Without it these are removed unless something went wrong.
    """

    reports: Path
    tables: Tables
    claims: tuple[str, ...]
    grade: str
    bench: BenchRecord | None = None
    keep: Path | None = None
    id: str = field(default_factory=lambda: f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}")
    started: str = field(default_factory=lambda: f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")
    handsets: list[HandsetProcess] = field(default_factory=list)
    _stack: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)
    _work: Path = field(init=False)
    _server: AdbServer | None = None
    _virtual: VirtualBench | None = None
    _interrupted: bool = False

    def __post_init__(self) -> None:
        if self.keep is None:
            self._work = Path(tempfile.mkdtemp(prefix="claims-run-"))
            return
        self._work = self.keep.resolve()
        if self._work.exists() and any(self._work.iterdir()):
            raise SetupError(f"wanted a new or empty folder to keep the ground truth in, found {self.keep}")
        self._work.mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End every process; what they wrote of themselves is kept where something went wrong."""
        self._stack.close()
        if self.keep is None and kind is None and not any(item.error for item in self.handsets):
            shutil.rmtree(self._work, ignore_errors=True)

    @property
    def server(self) -> AdbServer:
        """The adb server of this invocation, on a port of its own."""
        if self._server is None:
            raise SetupError("the invocation has no adb server yet")
        return self._server

    def start(self, devices: Sequence[DeviceEntry]) -> None:
        """Start the adb server, the virtual handsets and one measuring process per handset."""
        self.reports.mkdir(parents=True, exist_ok=True)
        self._server = AdbServer.start(self._work / "adb", usb=any(device.adb for device in devices))
        self._stack.callback(self._server.stop)
        self._virtual = VirtualBench(self._work)
        self._stack.callback(self._virtual.close)
        for number, device in enumerate(devices, 1):
            stand = self._virtual.handset(device, number) if device.virtual else real(device)
            job = Job(
                stand=stand,
                run=f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{device.name}-{secrets.token_hex(3)}",
                grade=self.grade,
                claims=self.claims,
                features=str(features_folder()),
                reports=str(self.reports.resolve()),
                work=str(self._work),
                server_port=self._server.port,
                seed=new_seed(),
                record=_record(self.bench, device),
            )
            self.handsets.append(self._measure(job))

    def _measure(self, job: Job) -> HandsetProcess:
        path = self._work / f"{job.stand.name}.job.json"
        job.write(path)
        log = self._work / f"{job.stand.name}.pytest.log"
        command = [
            *(sys.executable, "-m", "pytest", "steps", "-q", "-p", "no:cacheprovider"),
            *("--claims-job", str(path), "--alluredir", str(job.derived / "allure-results")),
        ]
        if job.claims:
            command += ["-m", " or ".join(job.claims)]
        with log.open("wb") as output:
            process = subprocess.Popen(
                command,
                cwd=features_folder().parent,
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                start_new_session=True,
                env={**os.environ, "PYTHONUNBUFFERED": "1"},
            )
        self._stack.callback(_end, process)
        return HandsetProcess(job, process, log, Progress(job.stand.name, job.folder))

    def watch(self, show: Callable[[], None]) -> None:
        """Wait until every handset has ended; `show` is called a few times a second."""
        while True:
            for item in self.handsets:
                item.progress.update()
                item.progress.ended = item.process.poll() is not None
            show()
            if all(item.progress.ended for item in self.handsets):
                return
            time.sleep(POLL_SECONDS)

    def interrupt(self) -> None:
        """Ctrl-C: every handset is asked to put its phone back and to keep what it has."""
        self._interrupted = True
        for item in self.handsets:
            if item.process.poll() is None:
                item.process.send_signal(signal.SIGINT)
        deadline = time.monotonic() + END_SECONDS
        for item in self.handsets:
            with contextlib.suppress(subprocess.TimeoutExpired):
                item.process.wait(max(0.1, deadline - time.monotonic()))

    def settle(self) -> None:
        """Judge every run for good, whoever measured it; put back phones whose process died.

        A handset that was never opened has an error instead of judgements, and nothing derived from it.
        """
        for item in self.handsets:
            opened = (item.job.folder / "data" / "run.json").exists()
            cut_short = self._interrupted and not opened and not self._refusal(item).exists()
            if cut_short or item.process.poll() not in {0, 1, 2, 5}:
                self._put_back(item)
            try:
                if not opened:
                    shutil.rmtree(item.job.derived, ignore_errors=True)
                    raise SetupError(self._said(item))
                item.judgements = finish(item.job)
            except HarnessError as error:
                item.error = item.error or str(error)

    def _put_back(self, item: HandsetProcess) -> None:
        try:
            Changes(Device.open(self.server.port, item.job.stand.address), KINDS).restore()
        except HarnessError as error:
            item.error = f"the phone may not be as it was: {error}; run `claims restore`"

    def _refusal(self, item: HandsetProcess) -> Path:
        """Where a measuring process writes why it could not begin."""
        return self._work / f"{item.job.stand.name}.error"

    def _said(self, item: HandsetProcess) -> str:
        if self._refusal(item).exists():
            return self._refusal(item).read_text("utf-8").strip()
        if self._interrupted:
            return f"wanted {item.job.stand.name} measured, found Ctrl-C before its first arm"
        lines = item.log.read_text("utf-8", "replace").strip().splitlines()
        last = lines[-1] if lines else "nothing"
        return f"wanted {item.job.stand.name} measured, found: {last}; see {item.log}"


def _record(bench: BenchRecord | None, device: DeviceEntry) -> dict[str, Any]:
    """What is known of bench and handset; what nobody filled in is left out."""
    parts = {"bench": bench, "item": device.item}
    return {name: part.model_dump(exclude_none=True) for name, part in parts.items() if part is not None}


def _end(process: subprocess.Popen[bytes]) -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(10)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
