"""Conditions of the system that any app's arms can have."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from harness.apps.app import App
from harness.apps.condition import Condition, Offered, Phone, Signal
from harness.device.shell import answer, quoted
from harness.device.suspension import Suspended
from harness.model.errors import MeasurementLost

SYSTEM_PROCESS = "system_server"
"""Where it is not among the processes, the shell is shown its own alone (`hidepid`), and none is absent."""


class SuspendedPackage(Condition[App]):
    """A package, the value, is kept from running by `pm suspend` (method §6)."""

    name: ClassVar[str] = "suspended"

    def __init__(self, app: App, phone: Phone) -> None:
        super().__init__(app, phone)
        self._changing: Suspended | None = None

    def set(self, value: str) -> Offered | None:
        """Suspend it, journalled."""
        what = Suspended(value)
        if not what.read(self.phone.device):
            self._changing = what
            self.phone.changes.change(what, new=True)
        return None

    def prove(self, value: str) -> Iterable[Signal]:
        """What `dumpsys package` says of it."""
        yield Signal("dumpsys package", "True", str(Suspended(value).read(self.phone.device)))

    def abandon(self) -> None:
        """Release it, unless its owner had suspended it before."""
        if self._changing is not None:
            self.phone.changes.undo(self._changing)


class Running(Condition[App]):
    """Whether the app runs at all; `no` is the baseline of claims that nothing is uploaded (method §4)."""

    name: ClassVar[str] = "running"
    keeps_app: ClassVar[bool] = False

    def set(self, value: str) -> Offered | None:
        """Stop it, also where it is in front; the next arm starts it again."""
        if value != "no":
            raise MeasurementLost(f"wanted the app not running (no), found {value!r}")
        self.app.stop()
        return None

    def prove(self, value: str) -> Iterable[Signal]:
        """The processes of its package, in a list that is shown to be complete."""
        del value
        said = answer(self.phone.device, quoted(["ps", "-A", "-o", "NAME"]))
        names = {line.strip().partition(":")[0] for line in said.splitlines()}
        if SYSTEM_PROCESS not in names:
            raise MeasurementLost(f"wanted every process of the phone, found a list without {SYSTEM_PROCESS}")
        yield Signal("ps", "none", self.app.package if self.app.package in names else "none")


CONDITIONS: tuple[type[Condition[Any]], ...] = (SuspendedPackage, Running)
