"""When something was seen, kept small however often that was."""

from __future__ import annotations

from dataclasses import dataclass, field

MOMENTS_MOST = 256
"""Moments kept one by one; a thing seen more often counts as seen all the time in between."""


@dataclass(slots=True)
class Moments:
    """When something was seen, UTC microseconds: each moment while they are few, else first to last."""

    first_us: int | None = None
    last_us: int = 0
    each: list[int] = field(default_factory=list)

    def add(self, time_us: int) -> None:
        """Another moment."""
        self.first_us = time_us if self.first_us is None else min(self.first_us, time_us)
        self.last_us = max(self.last_us, time_us)
        if len(self.each) <= MOMENTS_MOST:
            self.each.append(time_us)

    def within(self, start_us: int, end_us: int) -> bool:
        """Whether it was, or may have been, seen in that interval."""
        if self.first_us is None:
            return False
        if len(self.each) > MOMENTS_MOST:
            return self.first_us <= end_us and self.last_us >= start_us
        return any(start_us <= moment <= end_us for moment in self.each)
