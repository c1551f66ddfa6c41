"""One `claims run`: a process for each handset, watched until all have ended, then one table."""

from __future__ import annotations

import contextlib
import secrets
import shutil
import signal
import subprocess
import time
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from types import TracebackType
from typing import Self

from harness.bench import measuring
from harness.bench.config import DeviceEntry
from harness.bench.duration import Pace
from harness.bench.job import new_job
from harness.bench.measuring import HandsetProcess
from harness.bench.record import BenchRecord
from harness.bench.stand import VirtualBench, real
from harness.bench.work import Work
from harness.device.adb_server import AdbServer
from harness.device.change import Changes
from harness.device.kinds import KINDS
from harness.device.session import Device
from harness.device.state_home import state_home
from harness.evidence.seal import is_sealed, seal
from harness.model.claim import Grade
from harness.model.errors import HarnessError, SetupError
from harness.report.words import Words
from harness.ruling.finish import finish_folder
from harness.ruling.tables import Study

POLL_SECONDS = 0.25
END_SECONDS = 90.0
"""How long an interrupted handset may take to be put back."""


@dataclass(slots=True)
class Invocation:
    """The bench of one invocation; a context manager that ends everything it started.

    `keep` is a folder for the rehearsal's ground truth: what the virtual handsets emitted, what their cloud
    received, and every log.  Without it these are removed, but for the logs where something went wrong.
    `arguments` go to the pytest of each handset.
    """

    reports: Path
    study: Study
    propositions: tuple[str, ...]
    grade: Grade
    bench: BenchRecord | None = None
    keep: Path | None = None
    arguments: tuple[str, ...] = ()
    accept_old_recorder: bool = False
    id: str = field(default_factory=lambda: f"{datetime.now(UTC):%Y%m%dT%H%M%SZ}-{secrets.token_hex(3)}")
    started: str = field(default_factory=lambda: f"{datetime.now(UTC):%Y-%m-%dT%H:%M:%SZ}")
    handsets: list[HandsetProcess] = field(default_factory=list)
    _stack: contextlib.ExitStack = field(default_factory=contextlib.ExitStack)
    _work: Work = field(init=False)
    _kept: Path = field(init=False)
    _server: AdbServer | None = None
    _usb: bool = False
    _virtual: VirtualBench | None = None
    _interrupted: bool = False

    def __post_init__(self) -> None:
        if self.keep is not None and self.keep.exists() and any(self.keep.iterdir()):
            raise SetupError(f"wanted a new or empty folder to keep the ground truth in, found {self.keep}")
        self.reports = self.reports.resolve()  # as jobs have it: paths in reports are relative to it
        self._work = Work("run")
        self._kept = self.keep.resolve() if self.keep else self._work.path
        self._kept.mkdir(parents=True, exist_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """End every process; what they wrote of themselves is kept where something went wrong."""
        self._stack.close()
        wrong = kind is not None or any(item.error for item in self.handsets)
        self._work.remove(but_logs=wrong and self.keep is None)

    @property
    def server(self) -> AdbServer:
        """The adb server of this invocation, on a port of its own; another one where it died."""
        if self._server is None:
            raise SetupError("the invocation has no adb server yet")
        if self._server.process.poll() is not None:
            self._serve(usb=self._usb)
        return self._server

    def _serve(self, *, usb: bool) -> None:
        self._usb = usb
        self._server = self._work.adb_server(usb=usb)
        self._stack.callback(self._server.stop)

    def start(self, devices: Sequence[DeviceEntry], say: Callable[[str], None] = lambda _: None) -> None:
        """Start the adb server, the virtual handsets and one measuring process per handset.

        `say` is told what to tap on a phone that does not know this bench yet.
        """
        self.reports.mkdir(parents=True, exist_ok=True)
        self._serve(usb=any(device.adb for device in devices))
        self._virtual = VirtualBench(self._kept, self.study.pack.hosts)
        words = Words.of(self.study.tables.ledger, self.study.tables.acts)
        self._stack.callback(self._virtual.close)
        stands = [
            self._virtual.handset(device, number) if device.virtual else real(device)
            for number, device in enumerate(devices, 1)
        ]
        for device, stand in zip(devices, stands, strict=True):  # nothing is changed before all are there
            if device.adb:
                with contextlib.suppress(HarnessError):  # its own process says why it cannot be measured
                    Device.open(self.server.port, stand.address, say)
            job = new_job(
                stand,
                device,
                self.bench,
                grade=self.grade,
                pack=self.study.pack.place,
                reports=self.reports,
                work=self._work.path,
                server_port=self.server.port,
                propositions=self.propositions,
                accept_old_recorder=self.accept_old_recorder,
            )
            cache = state_home() / "pytest"
            scale = device.virtual.time_scale if device.virtual else 1.0
            pace = Pace(scale, virtual=stand.simulated)
            item = measuring.start(job, self._kept, self.arguments, cache, pace, words.arm)
            self._stack.callback(item.end)
            self._work.own(item.process.pid)
            self.handsets.append(item)

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
                with contextlib.suppress(OSError):  # a full disk: the signal is there, too
                    item.job.interrupted.touch()
                item.process.send_signal(signal.SIGINT)
        deadline = time.monotonic() + END_SECONDS
        for item in self.handsets:
            with contextlib.suppress(subprocess.TimeoutExpired):
                item.process.wait(max(0.1, deadline - time.monotonic()))

    def settle(self) -> None:
        """Put every phone back, then judge every run for good, whoever measured it.

        A handset that was not measured has an error instead of judgements.
        """
        for item in self.handsets:
            if item.opened:
                self._put_back(item)
        for item in self.handsets:
            try:
                self._judge(item)
            except (HarnessError, OSError) as error:
                item.error = "; ".join(filter(None, (item.error, said(error))))

    def _judge(self, item: HandsetProcess) -> None:
        refusal = item.refusal
        if item.opened and refusal is None:
            item.judgements = finish_folder(item.job.folder, self.study.pack)
            return
        shutil.rmtree(item.job.derived, ignore_errors=True)
        if item.opened and not is_sealed(item.job.folder):
            seal(item.job.folder)
        raise SetupError(refusal or self._last_words(item))

    def _put_back(self, item: HandsetProcess) -> None:
        """Undo what still stands: nothing, where the measuring process came to its end."""
        try:
            Changes(Device.open(self.server.port, item.job.stand.address), KINDS).restore()
        except (HarnessError, OSError) as error:
            item.left = True
            item.error = f"the phone may not be as it was: {said(error)}; run `claims restore`"

    def _last_words(self, item: HandsetProcess) -> str:
        if self._interrupted:
            return f"wanted {item.job.stand.name} measured, found Ctrl-C before its first arm"
        lines = item.log.read_text("utf-8", "replace").strip().splitlines()
        told = [
            line for line in lines if (line.startswith(_ERRORS) and "usage:" not in line) or _USAGE in line
        ]
        last = (told or lines or ["nothing"])[-1]
        return f"wanted {item.job.stand.name} measured, found: {last}; see {item.log}"


_ERRORS = ("INTERNALERROR> ", "ERROR: ", "E  ")
"""How lines of pytest begin that say what went wrong; its last line only counts tests."""
_USAGE = "error: unrecognized arguments"
"""What it says, below its usage, of an option that it does not know."""


def said(error: HarnessError | OSError) -> str:
    """An error in one line; of the system's errors what it is about, without its number."""
    if isinstance(error, OSError):
        about = f"{error.filename}: " if error.filename else ""
        return f"{about}{error.strerror or error}"
    return str(error)
