"""The phone's clock: phone time = epoch + (wall - start) * scale, in milliseconds since 1970 UTC.

`epoch` and `start` are kept in the state folder, so a restarted phone has not stood still.
"""

from __future__ import annotations

import asyncio
import time

from harness.virtual.state import Document


class PhoneClock:
    """A clock anchored in a document of the state folder; another scale re-anchors it at its present time."""

    def __init__(self, document: Document, scale: float) -> None:
        if scale <= 0:
            raise ValueError(f"time scale must be positive, got {scale}")
        self.scale = scale
        self._booted_wall = time.time()
        now = time.time() * 1000
        if document.is_new:
            document.data = {"epoch_ms": now, "start_ms": now, "scale": scale}
            document.save()
        elif document.data["scale"] != scale:
            present = document.data["epoch_ms"] + (now - document.data["start_ms"]) * document.data["scale"]
            document.data = {"epoch_ms": present, "start_ms": now, "scale": scale}
            document.save()
        self._epoch: float = document.data["epoch_ms"]
        self._start: float = document.data["start_ms"]

    def now_ms(self) -> int:
        """Phone time now."""
        return int(self._epoch + (time.time() * 1000 - self._start) * self.scale)

    def uptime_s(self) -> float:
        """Phone seconds since this process was started, as /proc/uptime tells it."""
        return (time.time() - self._booted_wall) * self.scale

    async def sleep(self, phone_seconds: float) -> None:
        """Sleeps that many seconds of phone time."""
        await asyncio.sleep(phone_seconds / self.scale)
