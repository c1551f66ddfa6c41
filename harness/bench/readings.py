"""What is read from the phone beside the traffic: byte counters, ways out, pictures (method §5)."""

from __future__ import annotations

import time
from dataclasses import dataclass

from harness.bench import notes
from harness.capture.client import Recorder
from harness.device.automation import PhoneDisplay
from harness.device.channels import read_channels
from harness.device.counters import Counters, read_counters
from harness.device.session import Device
from harness.model.planted import End
from harness.store.folder import RunFolder

REST_SECONDS = 0.05
"""Wall seconds between two readings that must agree: more than what is under way needs to arrive."""
MOST_SECONDS = 2.0
"""Wall seconds after which a phone that never rests is taken as it is."""


@dataclass(frozen=True, slots=True)
class Counted:
    """One reading of the counters, and what the recorder had of the phone before and after it, in bytes."""

    read: Counters
    sent_before: int
    sent_after: int

    def rested_since(self, other: Counted) -> bool:
        """Whether the phone sent nothing and the recorder got nothing since another reading."""
        return other.sent_after == self.sent_before == self.sent_after and _sent(self) == _sent(other)


def _sent(counted: Counted) -> dict[int, int]:
    return {uid: count.tx_bytes for uid, count in counted.read.uids.items() if count.tx_bytes}


class Readings:
    """Reads the phone and notes it in the run.

    `proxy` is the recorder's `address:port`, None where it is the phone's only router.
    """

    def __init__(
        self, device: Device, display: PhoneDisplay, recorder: Recorder, folder: RunFolder, proxy: str | None
    ) -> None:
        self._device = device
        self._display = display
        self._recorder = recorder
        self._folder = folder
        self._proxy = proxy
        self._marks = 0
        self._screens = 0

    def count(self, place: str, at: End) -> Counted:
        """The phone's byte counters, read between two traffic marks of the recorder."""
        self._marks += 1
        names = (f"{self._marks}:before", f"{self._marks}:after")
        before = self._recorder.mark(names[0])
        read = read_counters(self._device)
        after = self._recorder.mark(names[1])
        self._folder.write(notes.counters(place, at, read, names))
        return Counted(read, before.sent, after.sent)

    def count_at_rest(self, place: str, at: End) -> None:
        """The phone's byte counters at a moment when nothing was under way from it to the recorder.

        Read again until neither counters nor recorder moved since the reading before; every reading is on
        record, and the last one stands.  A phone that never rests is read as it is: the judge then finds
        what the two do not agree on.
        """
        end = time.monotonic() + MOST_SECONDS
        last = self.count(place, at)
        while time.monotonic() < end:
            time.sleep(REST_SECONDS)
            now = self.count(place, at)
            if now.rested_since(last):
                return
            last = now

    def channels(self, place: str, at: End) -> None:
        """Every way out of the phone, read back."""
        for channel in read_channels(self._device, self._proxy):
            self._folder.write(notes.channel(place, at, channel))

    def screenshot(self) -> str:
        """A picture of the screen, kept in the run; its name."""
        self._screens += 1
        name = f"screens/{self._screens:04d}.jpg"
        self._folder.blob(name, self._display.screenshot())
        return name
