"""Conditions of the system that any app's arms can have."""

from __future__ import annotations

from collections.abc import Iterable
from typing import ClassVar

from harness.apps.condition import Condition, Offered, Signal
from harness.device.shell import answer, quoted
from harness.device.suspension import Suspended
from harness.model.errors import MeasurementLost


class SuspendedPackage(Condition):
    """A package, the value, is kept from running by `pm suspend` (method §6)."""

    name: ClassVar[str] = "suspended"

    def set(self, value: str) -> Offered | None:
        """Suspend it, journalled."""
        self.phone.changes.change(Suspended(value), new=True)
        return None

    def prove(self, value: str) -> Iterable[Signal]:
        """What `dumpsys package` says of it."""
        yield Signal("dumpsys package", "True", str(Suspended(value).read(self.phone.device)))

    def undo(self, value: str) -> Iterable[Signal]:
        """Release it."""
        self.phone.changes.undo(Suspended(value))
        return ()


class Running(Condition):
    """Whether the app runs at all; `no` is the baseline of claims that nothing is uploaded (method §4)."""

    name: ClassVar[str] = "running"
    keeps_app: ClassVar[bool] = False

    def set(self, value: str) -> Offered | None:
        """Stop it."""
        if value != "no":
            raise MeasurementLost(f"wanted the app not running (no), found {value!r}")
        self.app.stop()
        return None

    def prove(self, value: str) -> Iterable[Signal]:
        """The processes of its package."""
        del value
        said = answer(self.phone.device, quoted(["ps", "-A", "-o", "NAME"]))
        names = {line.strip().partition(":")[0] for line in said.splitlines()}
        yield Signal("ps", "none", self.app.package if self.app.package in names else "none")

    def undo(self, value: str) -> Iterable[Signal]:
        """Nothing to take back: the next arm starts it."""
        del value
        return ()


CONDITIONS: tuple[type[Condition], ...] = (SuspendedPackage, Running)
