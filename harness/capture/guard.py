"""The guard around the recorder's own hooks: a hook that raises ends the recording, loudly.

mitmproxy logs an addon's exception and goes on; what that hook should have written would be missing
without a trace, and a missing exchange reads as "does not happen".
"""

from __future__ import annotations

from collections.abc import Callable
from functools import wraps
from types import TracebackType
from typing import Protocol, TypeVar


class Guard:
    """Tells `on_fault` of every exception that leaves its `with` block, and lets it pass on.

    After `end()` guarded hooks do nothing: the recording is closed and sealed by its last event.
    """

    def __init__(self, on_fault: Callable[[BaseException], None]) -> None:
        self._on_fault = on_fault
        self.ended = False

    def end(self) -> None:
        """Nothing is recorded from here on."""
        self.ended = True

    def __enter__(self) -> None:
        return None

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        if error is not None:
            self._on_fault(error)


class Guarded(Protocol):
    """An addon with a guard."""

    @property
    def guard(self) -> Guard:
        """The guard over its hooks."""


Addon = TypeVar("Addon", bound=Guarded)
Data = TypeVar("Data")


def hook(method: Callable[[Addon, Data], None]) -> Callable[[Addon, Data], None]:
    """A hook of mitmproxy under its addon's guard."""

    @wraps(method)
    def guarded(addon: Addon, data: Data) -> None:
        if addon.guard.ended:
            return
        with addon.guard:
            method(addon, data)

    return guarded
