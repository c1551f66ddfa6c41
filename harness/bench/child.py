"""Child processes that print one JSON line when ready and end when their standard input closes."""

from __future__ import annotations

import contextlib
import json
import os
import queue
import subprocess
import sys
import threading
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from harness.model.errors import SetupError

READY_SECONDS = 30.0
END_SECONDS = 5.0


class Child:
    """A child of this process, started by command line only.

    Its standard error goes to `log`.  Raises SetupError where it does not come up in time.
    """

    def __init__(
        self, module: str, arguments: Sequence[str], log: Path, environment: Mapping[str, str] | None = None
    ) -> None:
        self.name = module
        log.parent.mkdir(parents=True, exist_ok=True)
        with log.open("ab") as errors:
            self._process = subprocess.Popen(
                [sys.executable, "-m", module, *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=errors,
                env={**os.environ, **(environment or {})},
                start_new_session=True,
            )
        self.ready = self._first_line(log)

    @property
    def pid(self) -> int:
        """The process id."""
        return self._process.pid

    def alive(self) -> bool:
        """Whether it still runs."""
        return self._process.poll() is None

    def _first_line(self, log: Path) -> dict[str, Any]:
        lines: queue.Queue[bytes] = queue.Queue()
        stdout = self._process.stdout
        if stdout is None:
            raise SetupError(f"{self.name}: wanted its standard output")
        threading.Thread(target=lambda: lines.put(stdout.readline()), daemon=True).start()
        try:
            line = lines.get(timeout=READY_SECONDS)
        except queue.Empty:
            line = b""
        try:
            ready = json.loads(line)
        except ValueError:
            self.stop()
            said = log.read_text("utf-8", "replace").strip().splitlines() or ["nothing"]
            more = f"; see {log}" if len(said) > 1 else ""
            raise SetupError(f"wanted {self.name} to come up, found: {said[-1][:600]}{more}") from None
        if not isinstance(ready, dict):
            self.stop()
            raise SetupError(f"wanted {self.name} to say that it is ready, found {line[:80]!r}")
        return ready

    def stop(self) -> None:
        """Close its standard input and wait; end it by its pid where it does not go."""
        if self._process.stdin:
            with contextlib.suppress(BrokenPipeError):
                self._process.stdin.close()
        try:
            self._process.wait(END_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait(END_SECONDS)
        if self._process.stdout:
            self._process.stdout.close()
