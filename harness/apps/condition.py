"""Conditions of an arm as an app, or the system, can fix them: set, proved by a second signal, undone."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable
from dataclasses import dataclass
from typing import ClassVar, Generic, TypeVar

from harness.device.change import Changes
from harness.device.session import Device

A = TypeVar("A")
"""The class of the app that the condition is fixed in."""


@dataclass(frozen=True, slots=True)
class Signal:
    """One sign on the phone for a condition: what it is, what was wanted, what was found."""

    name: str
    wanted: str
    found: str


@dataclass(frozen=True, slots=True)
class Offered:
    """A condition as the screen in front shows it; without one, the texts are empty and `position` None.

    `silent` is the position that by its own words collects nothing, None where they do not say it; `note`
    says why then.
    """

    offered: bool
    text: str = ""
    position: str | None = None
    silent: str | None = None
    note: str = ""


@dataclass(frozen=True, slots=True)
class Phone:
    """The phone that a condition is fixed on; every change goes through the journal."""

    device: Device
    changes: Changes


class Condition(ABC, Generic[A]):
    """One condition of one app in one arm or session; remembers between `set` and the end what it must.

    `name` is that of `acts.yaml`.  `keeps_app` is False where the app is not to be in front in such an arm,
    `whole_phone` is True where every app of the phone is under it, not this one alone.
    After `set`, also one that failed half-way, exactly one of `undo` and `abandon` is called.
    """

    name: ClassVar[str]
    keeps_app: ClassVar[bool] = True
    whole_phone: ClassVar[bool] = False

    def __init__(self, app: A, phone: Phone) -> None:
        self.app = app
        self.phone = phone

    @classmethod
    def since(cls, app: type[A], value: str) -> str | None:
        """The app's first version that has that value, None where every version has it."""
        del app, value
        return None

    @abstractmethod
    def set(self, value: str) -> Offered | None:
        """Bring it about.

        What is returned was read from a screen that is still in front; `leave` closes that screen.  Raises
        MeasurementLost where it cannot be brought about.
        """

    def leave(self) -> None:
        """Away from the screen that `set` left in front, if it did."""

    @abstractmethod
    def prove(self, value: str) -> Iterable[Signal]:
        """Signals that it is so now; asked at both ends of the arm, or at the end of the session."""

    def undo(self, value: str) -> Iterable[Signal]:
        """Take it back where all went well; signals that show only now that it was so."""
        del value
        self.abandon()
        return ()

    def abandon(self) -> None:
        """Take back, after a failure, what a restart of the app does not; no screen of it is known then."""
