"""The phone's clock against the bench's, and how fast it runs."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from dataclasses import dataclass

from harness.device.shell import Shell, text
from harness.model.errors import SetupError

TRIES = 3
LARGEST_SCALE = 1e6


@dataclass(frozen=True, slots=True)
class ClockReading:
    """One reading of the phone's clock between two of the bench's.

    `phone_ms` is milliseconds since the epoch by the phone; `before_us` and `after_us` are UTC
    microseconds of the bench around it; `time_scale` is how many phone seconds pass per wall second
    (1 on anything but the virtual handset, which says so in `ro.claims.virtual.time_scale`).
    """

    phone_ms: int
    before_us: int
    after_us: int
    time_scale: float

    @property
    def offset_ms(self) -> int:
        """Phone minus bench, in milliseconds."""
        return self.phone_ms - (self.before_us + self.after_us) // 2000

    @property
    def error_ms(self) -> int:
        """By how much `phone_ms` may be wrong for the middle of the two bench times, in phone ms."""
        half = (self.after_us - self.before_us) / 2000
        return max(1, round(half * self.time_scale))


def _bench_us() -> int:
    return time.time_ns() // 1000


def read_clock(shell: Shell, bench_us: Callable[[], int] = _bench_us) -> ClockReading:
    """The best of three readings.  Raises SetupError where the phone tells no milliseconds."""
    scale = time_scale(shell)
    readings = [_reading(shell, scale, bench_us) for _ in range(TRIES)]
    return min(readings, key=lambda reading: reading.after_us - reading.before_us)


def _reading(shell: Shell, scale: float, bench_us: Callable[[], int]) -> ClockReading:
    before = bench_us()
    phone = phone_ms(shell)
    return ClockReading(phone, before, max(before, bench_us()), scale)


def phone_ms(shell: Shell) -> int:
    """Milliseconds since the epoch by the phone's clock.

    An older toybox prints `%3N` as it stands; mksh's EPOCHREALTIME (seconds with six decimals) then tells.
    """
    said = text(shell, "date +%s%3N").strip()
    if re.fullmatch(r"\d{13}", said):
        return int(said)
    said = text(shell, 'echo "$EPOCHREALTIME"').strip()
    if (match := re.fullmatch(r"(\d{10})[.,](\d{3})\d*", said)) is not None:
        return int(match[1] + match[2])
    raise SetupError(
        f"wanted milliseconds from the clock of {shell.serial}, found {said!r}; set its date by hand"
    )


def time_scale(shell: Shell) -> float:
    """Phone seconds per wall second.  Raises SetupError for a property that is no positive number."""
    said = text(shell, "getprop ro.claims.virtual.time_scale").strip()
    if not said:
        return 1.0
    try:
        scale = float(said)
    except ValueError:
        scale = 0.0
    if not 0 < scale < LARGEST_SCALE:
        raise SetupError(f"wanted a time scale in ro.claims.virtual.time_scale, found {said!r}")
    return scale
