"""Signs of life while measuring: recorder, socket samples, adb server, phone."""

from __future__ import annotations

import time
from collections.abc import Callable

from harness.capture.client import Recorder
from harness.device.session import Device
from harness.device.sockets import SocketSampler
from harness.model.errors import MeasurementLost

STEP_SECONDS = 0.5


class Health:
    """Checks that everything a measurement rests on is still there.

    Raises MeasurementLost with what is gone: from then on nothing can hold.
    """

    def __init__(self, device: Device, recorder: Recorder, sampler: SocketSampler) -> None:
        self._device = device
        self._recorder = recorder
        self._sampler = sampler

    def check(self) -> None:
        """Raise unless recorder, sampler and phone are alive."""
        if not self._recorder.alive():
            raise MeasurementLost("the recorder is gone: what was recorded so far is kept")
        self._sampler.check()
        state = self._device.state()
        if state != "device":
            raise MeasurementLost(f"the handset is {state}: what was recorded so far is kept")

    def wait_seen(self) -> None:
        """Return once every socket open now was sampled: whose it was cannot be read later."""
        self._sampler.wait_seen()

    def wait(self, seconds: float, tick: Callable[[float], None] = lambda _: None) -> None:
        """Wait that many wall seconds, checking twice a second; `tick` gets the seconds that are left."""
        end = time.monotonic() + seconds
        while (left := end - time.monotonic()) > 0:
            self.check()
            tick(left)
            time.sleep(min(STEP_SECONDS, left))
