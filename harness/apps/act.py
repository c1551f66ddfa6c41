"""What a person does in an app, as the app declares it: what it carries, how it is done, what shows it."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Generic, Protocol, TypeVar

from harness.device.change import What
from harness.device.journal import Value

A_contra = TypeVar("A_contra", contravariant=True)
"""The class of the app that the act is done in."""


class Content(Protocol):
    """What the bench gives one time of an act to carry (method §3).

    Every value is on record before it is handed out, or as soon as it was read from the screen.
    """

    @property
    def number(self) -> int:
        """Which time of the act in its arm this is, from 1."""
        ...

    def token(self, part: str) -> str:
        """A canary of its own for that part: 20 letters that nobody ever wrote."""
        ...

    def page(self) -> str:
        """The address of an inert page of its own, each part of it with its own canary."""
        ...

    def observe(self, part: str, text: str) -> None:
        """A text of the screen that stands for the act's content, where it cannot carry a canary."""
        ...

    def place(self, what: What, value: Value) -> None:
        """Put something on the phone for the act (a file, a contact ...); undone at the end of the arm."""
        ...


@dataclass(frozen=True, slots=True)
class Act(Generic[A_contra]):
    """One act of an app: its id in `acts.yaml`, the parts that it plants or observes, how it is done.

    `do` drives the app, from whatever screen of it is in front, and returns in words what showed that it was
    done; it raises MeasurementLost where nothing showed it.
    """

    id: str
    parts: tuple[str, ...]
    do: Callable[[A_contra, Content], str]

    def __post_init__(self) -> None:
        if not self.parts:
            raise ValueError(f"{self.id}: an act plants or observes something, or nobody could see it")
