"""Packages that are kept from running (`pm suspend`): the suspended-relay arm of method §6."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any, ClassVar

from harness.device.journal import Value
from harness.device.shell import Shell, answer, text
from harness.model.errors import SetupError


@dataclass(frozen=True, slots=True)
class Suspended:
    """Whether a package is suspended for user 0, as `dumpsys package` tells."""

    package: str
    kind: ClassVar[str] = "suspended"

    def __post_init__(self) -> None:
        if not re.fullmatch(r"[A-Za-z]\w*(\.\w+)+", self.package):
            raise SetupError(f"wanted a package name, found {self.package!r}")

    def describe(self) -> dict[str, Any]:
        """The package."""
        return {"package": self.package}

    def read(self, shell: Shell) -> Value:
        """Whether it is suspended.  Raises SetupError where the phone does not know the package."""
        said = answer(shell, f"dumpsys package {self.package}")
        found = re.search(r"^\s*User 0:.*?\bsuspended=(true|false)", said, re.MULTILINE)
        if found is None:
            raise SetupError(
                f"wanted the state of {self.package} on {shell.serial}, found none; is it installed?"
            )
        return found[1] == "true"

    def write(self, shell: Shell, value: Value) -> None:
        """Suspend or release it."""
        verb = "suspend" if value else "unsuspend"
        said = text(shell, f"pm {verb} --user 0 {self.package}")
        if "new suspended state" not in said:
            raise SetupError(
                f"wanted {self.package} {verb}ed on {shell.serial}, found {said.strip()[:100]!r}"
            )
