"""A shell with root rights on a phone that grants them (facts §5.3)."""

from __future__ import annotations

import shlex
from dataclasses import dataclass

from harness.device.shell import DEFAULT_TIMEOUT, Output, Shell
from harness.model.errors import SetupError

WAYS = ("", "su -c {}", "su 0 sh -c {}")
"""adbd already root; Magisk and most others; userdebug builds."""


@dataclass(frozen=True, slots=True)
class RootShell:
    """The phone's shell, each command run as root.  Satisfies `Shell`."""

    shell: Shell
    way: str

    @property
    def serial(self) -> str:
        """The phone's serial number."""
        return self.shell.serial

    def run(self, command: str, timeout: float = DEFAULT_TIMEOUT) -> Output:
        """Run one command line as root."""
        return self.shell.run(self.way.format(shlex.quote(command)) if self.way else command, timeout)

    def push(self, content: bytes, path: str, mode: int = 0o644) -> None:
        """Write a file, with the rights of adb."""
        self.shell.push(content, path, mode)


def as_root(shell: Shell) -> RootShell:
    """The root shell by the first way that answers uid 0.  Raises SetupError."""
    said = ""
    for way in WAYS:
        root = RootShell(shell, way)
        output = root.run("id")
        if output.exit_code == 0 and output.stdout.startswith("uid=0("):
            return root
        said = (output.stderr or output.stdout).strip()[:100]
    raise SetupError(
        f"wanted root on {shell.serial}, found none ({said}); root the phone and allow it for the shell"
    )
