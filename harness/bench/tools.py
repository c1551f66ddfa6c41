"""What recording arms and sessions takes: the phone, and what is read, sent and written beside it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from harness.apps.condition import Phone
from harness.apps.registry import Drivers
from harness.bench.controls import Controls
from harness.bench.health import Health
from harness.bench.plant import Planter
from harness.bench.readings import Readings
from harness.device.change import Changes
from harness.device.session import Device
from harness.model.handset import ApkDigest
from harness.store.folder import RunFolder


@dataclass(frozen=True, slots=True)
class Tools:
    """Everything that recording takes, as long as the phone is open."""

    device: Device
    changes: Changes
    health: Health
    folder: RunFolder
    planter: Planter
    readings: Readings
    controls: Controls
    drivers: Drivers
    apks: Mapping[str, tuple[ApkDigest, ...]]
    """Package → its APKs when the run began: apps under test, and WebViews."""

    @property
    def phone(self) -> Phone:
        """The phone as conditions see it."""
        return Phone(self.device, self.changes)
