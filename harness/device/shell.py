"""The seam to a phone: a command line in, its output and exit code out.

A real Android answers failures in ways that look like data (facts/tools §8): exit 134 with an empty
output, exit 0 with only "Can't find service" on stderr.  `text` and `lines` refuse both.
"""

from __future__ import annotations

import shlex
from collections.abc import Iterable
from dataclasses import dataclass
from typing import Protocol

from harness.model.errors import SetupError

DEFAULT_TIMEOUT = 30.0
"""Seconds of wall time a command may take; `dumpsys` can block for ever (facts/tools §8)."""


@dataclass(frozen=True, slots=True)
class Output:
    """What a command wrote and how it ended.

    Bytes that are not UTF-8 stand as backslash escapes: nothing is dropped, and the text can be
    stored as JSON.
    """

    command: str
    stdout: str
    stderr: str
    exit_code: int

    @property
    def refused(self) -> str | None:
        """Why this is a failure and not an answer, in one line; None for an answer."""
        said = " ".join((self.stderr.strip() or self.stdout.strip()).split())[:200]
        if self.exit_code != 0:
            return f"exit {self.exit_code}: {said or 'no output'}"
        if "Can't find service" in self.stderr:
            return said
        return None


class Shell(Protocol):
    """One phone that runs commands.  A test's in-memory phone satisfies it as well as a real one."""

    @property
    def serial(self) -> str:
        """The phone's own serial number (`ro.serialno`): it stays when the address changes."""
        ...

    def run(self, command: str, timeout: float = DEFAULT_TIMEOUT) -> Output:
        """Run one command line to its end.

        Raises MeasurementLost where the phone stops answering, is cut off or needs longer.
        """
        ...

    def push(self, content: bytes, path: str, mode: int = 0o644) -> None:
        """Write a file on the phone.  Raises MeasurementLost, SetupError."""
        ...


def quoted(words: Iterable[str]) -> str:
    """A command line whose words the phone's shell takes literally."""
    return shlex.join(words)


def text(shell: Shell, command: str, *, timeout: float = DEFAULT_TIMEOUT) -> str:
    """The standard output of a command that succeeded, which may be empty.

    Raises SetupError where the phone refused it, MeasurementLost where it was lost.
    """
    output = shell.run(command, timeout)
    if (why := output.refused) is not None:
        raise SetupError(f"wanted `{command}` to succeed on {shell.serial}, found {why}; {_remedy(why)}")
    return output.stdout


def answer(shell: Shell, command: str, *, timeout: float = DEFAULT_TIMEOUT) -> str:
    """The standard output of a command that must say something.  Raises as `text`, and where it is empty."""
    said = text(shell, command, timeout=timeout)
    if not said.strip():
        raise SetupError(
            f"wanted an answer to `{command}` on {shell.serial}, found none; try it by hand with adb shell"
        )
    return said


def _remedy(why: str) -> str:
    if "SecurityException" in why or "INJECT_EVENTS" in why or "WRITE_SECURE_SETTINGS" in why:
        return "allow “USB debugging (Security settings)” in Developer options and reboot"
    if "find service" in why:
        return "wait until the phone has booted, then try again"
    if "not found" in why or "inaccessible" in why:
        return "this phone lacks the tool"
    return "try it by hand with adb shell"
