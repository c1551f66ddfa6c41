"""The controls of an arm: path nonces and spikes, noted before they can be sent (method §4, §8)."""

from __future__ import annotations

from harness.apps.pages import ShowsPages
from harness.bench.plant import Planter, Planting
from harness.capture.client import Recorder
from harness.device.nonce import send_nonce
from harness.device.session import Device
from harness.model.lines import ControlKind, ControlSent, PlantedLine
from harness.model.planted import ControlBy, End, Planted, PlantedKind
from harness.store.folder import RunFolder


class Controls:
    """Sends the controls from the phone.  What is planted by others goes on record here as well.

    `routed`: the recorder is the phone's only router, and no proxy is to be asked.
    """

    def __init__(
        self, device: Device, recorder: Recorder, folder: RunFolder, planter: Planter, *, routed: bool = False
    ) -> None:
        self._device = device
        self._recorder = recorder
        self._folder = folder
        self._planter = planter
        self._routed = routed

    def plant(self, value: Planted) -> None:
        """Note a planted value, before it can be sent."""
        self._folder.write(PlantedLine.of(value))

    def serve(self, planting: Planting) -> Planting:
        """Note what is planted and register its page, before anything can be sent."""
        for value in planting.values:
            self.plant(value)
        self._recorder.pages([planting.page])
        return planting

    def shell_nonce(self, arm: str, at: End) -> None:
        """A path nonce from the phone's shell."""
        planting = self.serve(self._planter.nonce(arm, at, ControlBy.SHELL))
        way = send_nonce(self._device, planting.url, routed=self._routed)
        self._sent(arm, ControlKind.NONCE, at, ControlBy.SHELL, way, planting.values[0])

    def app_nonce(self, arm: str, at: End, app: ShowsPages) -> None:
        """A path nonce from the app under test."""
        planting = self.serve(self._planter.nonce(arm, at, ControlBy.APP))
        app.open_page(planting.url)
        self._sent(arm, ControlKind.NONCE, at, ControlBy.APP, "page", planting.values[0])

    def spikes(self, arm: str, app: ShowsPages) -> None:
        """Known values in every wrapping, and the first path nonce, from the app under test."""
        planting = self.serve(self._planter.spikes(arm))
        for value in planting.values:
            spike = value.kind is PlantedKind.SPIKE
            way = f"{value.part}: {value.wrapping}" if spike else "page"
            kind = ControlKind.SPIKE if spike else ControlKind.NONCE
            self._sent(arm, kind, End.START, ControlBy.APP, way, value)
        app.open_page(planting.url)
        app.submit("Send spikes")

    def _sent(
        self, arm: str, control: ControlKind, at: End, by: ControlBy, way: str, planted: Planted
    ) -> None:
        self._folder.write(ControlSent(arm=arm, control=control, at=at, by=by, way=way, planted=planted.id))
