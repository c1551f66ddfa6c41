"""The bench's side of the recorder process: starts it, marks moments, registers pages, stops it."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import tempfile
import threading
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any, Self

from harness.capture.old_proxy import admit
from harness.model.errors import HarnessError, MeasurementLost, SetupError
from harness.model.wire import Network

START_SECONDS = 30.0
ANSWER_SECONDS = 15.0
STOP_SECONDS = 15.0


@dataclass(frozen=True, slots=True)
class Rehearsal:
    """What makes a recording a rehearsal: the stand-in cloud's zone and the CA of its servers."""

    zone: Path
    upstream_ca: Path


@dataclass(frozen=True, slots=True)
class Mark:
    """A moment of the recording: its sequence number, the exchanges and the phone's socket bytes so far."""

    id: str
    seq: int
    exchanges: int
    sent: int


class Recorder:
    """A running recorder.  Made by `start`; also a context manager that stops it.

    Methods may be called from any thread, one command at a time.  Raises MeasurementLost as soon as the
    process does not answer: what it recorded so far is kept.
    """

    def __init__(self, process: subprocess.Popen[bytes], errors: IO[bytes]) -> None:
        self._process = process
        self._errors = errors
        self._said = ""
        self._lines: queue.Queue[bytes] = queue.Queue()
        self._lock = threading.Lock()
        self._reader = threading.Thread(target=self._read, name="recorder", daemon=True)
        self._reader.start()
        try:
            ready = self._next(START_SECONDS, SetupError, "say that it is ready")
        except SetupError:
            self._end()
            raise
        self.port = int(ready["port"])
        self.ca = Path(ready["ca"])
        self.pid = process.pid

    @classmethod
    def start(
        cls,
        run: Path,
        sequence: Path,
        confdir: Path,
        *,
        listen: str = "127.0.0.1:0",
        network: Network = "proxy",
        interface: str | None = None,
        resolvers: Sequence[str] = (),
        pass_quic: bool = False,
        canary_domain: str = "claims.test",
        rehearsal: Rehearsal | None = None,
        upstream_ca: Path | None = None,
        environment: Mapping[str, str] | None = None,
        accept_old: bool = False,
    ) -> Self:
        """Start a recorder for a run folder and wait until it listens.

        Raises SetupError, also where it has a known hole and would listen to a network, unless `accept_old`.
        """
        admit(listen, accept_old=accept_old)
        command = [sys.executable, "-m", "harness.capture.recorder"]
        command += ["--run", str(run), "--sequence", str(sequence), "--confdir", str(confdir)]
        command += ["--listen", listen, "--canary-domain", canary_domain, "--network", network]
        command += ["--pass-quic"] if pass_quic else []
        command += ["--interface", interface] if interface else []
        command += [word for resolver in resolvers for word in ("--resolver", resolver)]
        if rehearsal is not None:
            command += ["--simulated", "--zone", str(rehearsal.zone)]
            upstream_ca = rehearsal.upstream_ca
        if upstream_ca is not None:
            command += ["--upstream-ca", str(upstream_ca)]
        confdir.mkdir(parents=True, exist_ok=True)
        errors = tempfile.TemporaryFile()  # noqa: SIM115 - open as long as the process
        process = subprocess.Popen(
            command,
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=errors,
            env=dict(os.environ) | dict(environment or {}),
        )
        return cls(process, errors)

    def mark(self, name: str) -> Mark:
        """Write every connection's socket bytes so far under this name."""
        answer = self._ask({"do": "mark", "id": name})
        return Mark(name, int(answer["seq"]), int(answer["exchanges"]), int(answer["sent"]))

    def pages(self, pages: Sequence[Mapping[str, Any]]) -> int:
        """Register canary pages and say how many.  Raises SetupError for one that does not read."""
        return int(self._ask({"do": "pages", "pages": list(pages)})["count"])

    def alive(self) -> bool:
        """Whether the process is still there."""
        return self._process.poll() is None

    def stop(self) -> int:
        """End the recording durably and give the number of its exchanges."""
        answer = self._ask({"do": "stop"})
        try:
            code = self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired as error:
            self._end()
            raise MeasurementLost(f"the recorder did not end {STOP_SECONDS:.0f} s after its stop") from error
        self._end()
        if code != 0:
            raise MeasurementLost(f"the recorder ended with {code}: {self._why()}")
        return int(answer["exchanges"])

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_error: object) -> None:
        """End the process whatever happened; a recording that was not stopped is durable all the same."""
        self._end()

    def _read(self) -> None:
        stream: IO[bytes] | None = self._process.stdout
        if stream is not None:
            with stream:
                for line in stream:
                    self._lines.put(line)
        self._lines.put(b"")

    def _ask(self, command: Mapping[str, Any]) -> Mapping[str, Any]:
        with self._lock:
            try:
                stdin = self._process.stdin
                if stdin is None or stdin.closed:
                    raise MeasurementLost(f"the recorder is gone: {self._why()}")
                stdin.write(json.dumps(command).encode() + b"\n")
                stdin.flush()
            except OSError as error:
                raise MeasurementLost(f"the recorder is gone: {self._why()}") from error
            answer = self._next(ANSWER_SECONDS, MeasurementLost, f"answer {command['do']!r}")
        if "error" in answer:
            raise SetupError(f"the recorder refuses {command['do']!r}: {answer['error']}")
        if answer.get("done") != command["do"]:
            raise MeasurementLost(f"the recorder answered {answer!r} to {command['do']!r}")
        return answer

    def _next(self, seconds: float, lost: type[HarnessError], what: str) -> Mapping[str, Any]:
        try:
            line = self._lines.get(timeout=seconds)
        except queue.Empty as error:
            raise lost(f"the recorder did not {what} within {seconds:.0f} s") from error
        if not line:
            self._lines.put(b"")
            with contextlib.suppress(subprocess.TimeoutExpired):
                self._process.wait(STOP_SECONDS)
            raise lost(f"the recorder ended (code {self._process.poll()}) and did not {what}: {self._why()}")
        try:
            answer = json.loads(line)
        except ValueError as error:
            raise lost(f"wanted a JSON line from the recorder, found {line[:80]!r}") from error
        if not isinstance(answer, dict):
            raise lost(f"wanted a JSON object from the recorder, found {line[:80]!r}")
        return answer

    def _why(self) -> str:
        """The last line on the recorder's standard error."""
        if not self._errors.closed:
            self._errors.seek(0)
            lines = self._errors.read().decode("utf-8", "replace").strip().splitlines()
            self._said = lines[-1] if lines else "it said nothing"
        return self._said

    def _end(self) -> None:
        """Close the recorder's standard input, which ends it; after a while without asking."""
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()
        try:
            self._process.wait(STOP_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()
        self._why()
        self._errors.close()
