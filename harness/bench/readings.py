"""What is read from the phone beside the traffic: byte counters, ways out, pictures (method §5)."""

from __future__ import annotations

from harness.bench import notes
from harness.capture.client import Recorder
from harness.device.automation import PhoneDisplay
from harness.device.channels import read_channels
from harness.device.counters import read_counters
from harness.device.session import Device
from harness.model.planted import End
from harness.store.folder import RunFolder


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

    def count(self, place: str, at: End) -> None:
        """The phone's byte counters, read between two traffic marks of the recorder."""
        self._marks += 1
        names = (f"{self._marks}:before", f"{self._marks}:after")
        self._recorder.mark(names[0])
        read = read_counters(self._device)
        self._recorder.mark(names[1])
        self._folder.write(notes.counters(place, at, read, names))

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
