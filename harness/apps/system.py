"""Conditions of the system that any app's arms can have."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, ClassVar

from harness.apps.app import App
from harness.apps.condition import Condition, Offered, Phone, Signal
from harness.device.change import What
from harness.device.journal import Value
from harness.device.setting import Setting
from harness.device.shell import answer, quoted
from harness.device.suspension import Suspended
from harness.model.errors import MeasurementLost

SYSTEM_PROCESS = "system_server"
"""Where it is not among the processes, the shell is shown its own alone (`hidepid`), and none is absent."""


class ChangedPhone(Condition[App]):
    """A condition that is one change of the phone, journalled; what its owner had set alike stays so."""

    whole_phone = True

    def __init__(self, app: App, phone: Phone) -> None:
        super().__init__(app, phone)
        self._changing: What | None = None

    def change(self, what: What, new: Value) -> None:
        """Make the change.  Raises SetupError, MeasurementLost."""
        if what.read(self.phone.device) != new:
            self._changing = what
            self.phone.changes.change(what, new)

    def abandon(self) -> None:
        """Take the change back, as far as it was made."""
        if self._changing is not None:
            self.phone.changes.undo(self._changing)


class SuspendedPackage(ChangedPhone):
    """A package, the value, is kept from running by `pm suspend` (method §6)."""

    name: ClassVar[str] = "suspended"

    def set(self, value: str) -> Offered | None:
        """Suspend it."""
        self.change(Suspended(value), new=True)
        return None

    def prove(self, value: str) -> Iterable[Signal]:
        """What `dumpsys package` says of it."""
        yield Signal("dumpsys package", "True", str(Suspended(value).read(self.phone.device)))


class ExperienceProgram(ChangedPhone):
    """The system's switch for the collection of usage data, on or off (facts §4.4).

    Written where its screen writes it.  Reporting libraries keep the old value for a quarter of an hour
    (facts §3.2), so the app is started anew.
    """

    name: ClassVar[str] = "experience-program"
    SETTING: ClassVar[Setting] = Setting("secure", "upload_log_pref")
    VALUES: ClassVar[dict[str, str]] = {"on": "1", "off": "0"}

    def set(self, value: str) -> Offered | None:
        """Put it there, stop the app and start it."""
        if value not in self.VALUES:
            raise MeasurementLost(f"wanted the program on or off, found {value!r}")
        self.change(self.SETTING, self.VALUES[value])
        self.app.stop()
        self.app.launch()
        return None

    def prove(self, value: str) -> Iterable[Signal]:
        """What the settings say."""
        yield Signal("settings", self.VALUES[value], str(self.SETTING.read(self.phone.device)))


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


CONDITIONS: tuple[type[Condition[Any]], ...] = (SuspendedPackage, ExperienceProgram, Running)
