"""The phone's log as it is written, line by line."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass

from harness.device.session import Device
from harness.device.shell import quoted
from harness.model.errors import MeasurementLost

_LINE = re.compile(
    r"\s*(\d{9,11})\.(\d{3})\d*\s+(\d+)\s+(\d+)\s+([VDIWEFAS])\s+(.*?)\s*:(?: (.*))?$", re.DOTALL
)
LONGEST_LINE = 1 << 20


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line in `logcat -v epoch` format: the phone's time in ms, process, thread, level, tag, text."""

    phone_ms: int
    pid: int
    tid: int
    level: str
    tag: str
    text: str


def parse_line(line: str) -> LogLine | None:
    """A line, or None for what logcat says between lines (`--------- beginning of main`)."""
    if (match := _LINE.match(line)) is None:
        return None
    seconds, millis, pid, tid, level, tag, said = match.groups()
    return LogLine(int(seconds + millis), int(pid), int(tid), level, tag, said or "")


def _bounded(rest: bytes) -> bytes:
    if len(rest) > LONGEST_LINE:
        raise MeasurementLost(f"wanted a line of logcat, found {len(rest)} bytes without an end")
    return rest


class Logcat:
    """A thread that hands every line to `on_line`; what is no line goes there as level `?`.

    `tags` limits it to these tags.  `check` raises MeasurementLost once the stream broke.
    """

    def __init__(
        self, device: Device, on_line: Callable[[LogLine], None], *, tags: tuple[str, ...] = ()
    ) -> None:
        only = [*(f"{tag}:V" for tag in tags), "*:S"] if tags else []
        self._stream = device.stream(quoted(["logcat", "-v", "epoch", *only]))
        self._on_line = on_line
        self._error: MeasurementLost | None = None
        self._thread = threading.Thread(target=self._read, name="logcat", daemon=True)
        self._thread.start()

    def _read(self) -> None:
        rest = b""
        try:
            for piece in self._stream:
                *lines, rest = (rest + piece).split(b"\n")
                for raw in lines:
                    self._hand(raw)
                rest = _bounded(rest)
        except MeasurementLost as error:
            self._error = error

    def _hand(self, raw: bytes) -> None:
        said = raw.decode("utf-8", "backslashreplace").rstrip("\r")
        if said and not said.startswith("--------- "):
            self._on_line(parse_line(said) or LogLine(0, 0, 0, "?", "", said))

    def check(self) -> None:
        """Raise MeasurementLost once lines were lost."""
        if self._error is not None:
            raise MeasurementLost(str(self._error)) from self._error

    def stop(self) -> None:
        """End the stream.  Raises MeasurementLost where it broke before."""
        self.check()
        self._stream.close()
        self._thread.join(5)
