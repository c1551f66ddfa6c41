"""A reverse tunnel: a port on the phone that ends on the bench."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, ClassVar, Protocol, runtime_checkable

from harness.device.journal import Value
from harness.device.shell import Shell
from harness.model.errors import SetupError


@runtime_checkable
class Tunnels(Protocol):
    """What a phone over adb can besides running commands."""

    def reverses(self) -> dict[str, str]:
        """Open tunnels: remote spec → local spec."""
        ...

    def reverse(self, remote: str, local: str | None) -> None:
        """Open or, with None, close one."""
        ...


@dataclass(frozen=True, slots=True)
class Reverse:
    """The tunnel behind `remote` ("tcp:8080"); its value is the bench's end, None where there is none."""

    remote: str
    kind: ClassVar[str] = "reverse"

    def describe(self) -> dict[str, Any]:
        """The phone's end."""
        return {"remote": self.remote}

    def read(self, shell: Shell) -> Value:
        """The bench's end, or None."""
        return _tunnels(shell).reverses().get(self.remote)

    def write(self, shell: Shell, value: Value) -> None:
        """Open it towards `value`, or close it with None."""
        if value is not None and not isinstance(value, str):
            raise SetupError(f"wanted an end of the tunnel like tcp:8080, found {value!r}")
        if value is None and self.read(shell) is None:
            return
        _tunnels(shell).reverse(self.remote, value)


def _tunnels(shell: Shell) -> Tunnels:
    if not isinstance(shell, Tunnels):
        raise SetupError(f"wanted a phone over adb for a tunnel, found {type(shell).__name__}")
    return shell
