"""The phone's log as it is written, line by line."""

from __future__ import annotations

import re
import threading
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, timezone

from harness.device.clock import phone_ms
from harness.device.session import Device
from harness.device.shell import Shell, quoted, text
from harness.model.errors import MeasurementLost, SetupError

_LINE = re.compile(
    r"(\d\d)-(\d\d) (\d\d):(\d\d):(\d\d)\.(\d{3})\s+(\d+)\s+(\d+)\s+([VDIWEFAS])\s+(.*?)\s*:(?: (.*))?$",
    re.DOTALL,
)
LONGEST_LINE = 1 << 20


@dataclass(frozen=True, slots=True)
class LogLine:
    """One line of the log: the phone's time in ms since the epoch, process, thread, level, tag, text."""

    phone_ms: int
    pid: int
    tid: int
    level: str
    tag: str
    text: str


def parse_line(line: str, about_ms: int, zone: timedelta) -> LogLine | None:
    """A line in `threadtime` format, or None for what logcat says between lines.

    It names neither year nor zone: of the years around `about_ms` (phone time) the nearest is meant,
    in the phone's `zone`.
    """
    if (match := _LINE.match(line)) is None:
        return None
    month, day, hour, minute, second, millis, pid, tid = (int(cell) for cell in match.groups()[:8])
    about = datetime.fromtimestamp(about_ms / 1000, UTC)
    found = []
    for year in (about.year - 1, about.year, about.year + 1):
        try:
            moment = datetime(year, month, day, hour, minute, second, tzinfo=timezone(zone))
        except ValueError:
            continue
        found.append(int(moment.timestamp()) * 1000 + millis)
    if not found:
        return None
    at_ms = min(found, key=lambda moment: abs(moment - about_ms))
    return LogLine(at_ms, pid, tid, match[9], match[10], match[11] or "")


def read_zone(shell: Shell) -> timedelta:
    """The phone's offset from UTC.  Raises SetupError where it does not tell."""
    said = text(shell, "date +%z").strip()
    match = re.fullmatch(r"([+-])(\d\d)(\d\d)", said)
    if match is None:
        raise SetupError(f"wanted the time zone of {shell.serial} like +0100, found {said!r}")
    offset = timedelta(hours=int(match[2]), minutes=int(match[3]))
    return -offset if match[1] == "-" else offset


def _bounded(rest: bytes) -> bytes:
    if len(rest) > LONGEST_LINE:
        raise MeasurementLost(f"wanted a line of logcat, found {len(rest)} bytes without an end")
    return rest


class Logcat:
    """A thread that hands every line to `on_line`; what is no line goes there as level `?`.

    `tags` limits it to these tags.  A line that does not read carries the time of the one before.
    `check` raises MeasurementLost once the stream broke.
    """

    def __init__(
        self, device: Device, on_line: Callable[[LogLine], None], *, tags: tuple[str, ...] = ()
    ) -> None:
        only = [*(f"{tag}:V" for tag in tags), "*:S"] if tags else []
        self._about_ms, self._zone = phone_ms(device), read_zone(device)
        self._stream = device.stream(quoted(["logcat", "-v", "threadtime", *only]))
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
            line = parse_line(said, self._about_ms, self._zone)
            self._on_line(line or LogLine(self._about_ms, 0, 0, "?", "", said))
            self._about_ms = line.phone_ms if line else self._about_ms

    def check(self) -> None:
        """Raise MeasurementLost once lines were lost."""
        if self._error is not None:
            raise MeasurementLost(str(self._error)) from self._error

    def stop(self) -> None:
        """End the stream.  Raises MeasurementLost where it broke before."""
        self.check()
        self._stream.close()
        self._thread.join(5)
