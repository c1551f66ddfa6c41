"""One shell process and one command of it, as the commands see them."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass, field, replace

from harness.virtual.device import Device
from harness.virtual.files import SHELL_UID
from harness.virtual.shell.pipes import Pipe
from harness.virtual.shell.syntax import Sequence

Writer = Callable[[bytes], Awaitable[None]]


class ExitShell(Exception):  # `exit` is no error
    """The script ends with this status."""

    def __init__(self, status: int) -> None:
        super().__init__(status)
        self.status = status


class LoopJump(Exception):  # `break` and `continue` are no errors
    """Leaves the innermost loop, or goes to its next turn."""

    def __init__(self, *, leave: bool) -> None:
        super().__init__(leave)
        self.leave = leave


@dataclass(slots=True)
class Context:
    """One shell process."""

    device: Device
    stdin: Pipe
    out: Writer
    err: Writer
    programs: dict[str, Program]
    interpret: Callable[[Sequence, Context], Awaitable[int]]  # runs a script here, for $( )
    uid: int = SHELL_UID
    cwd: str = "/"
    variables: dict[str, str] = field(default_factory=dict)
    arguments: tuple[str, ...] = ()
    status: int = 0
    pid: int = 0

    def fork(self, **changes: object) -> Context:
        """A child with variables of its own."""
        child = replace(self, variables=dict(self.variables))
        for name, value in changes.items():
            setattr(child, name, value)
        return child


@dataclass(slots=True)
class Call:
    """One command with its arguments and streams."""

    name: str
    args: list[str]
    context: Context
    stdin: Pipe
    out: Writer
    err: Writer

    @property
    def device(self) -> Device:
        """The phone."""
        return self.context.device

    @property
    def uid(self) -> int:
        """The user who calls."""
        return self.context.uid

    async def say(self, text: str) -> int:
        """Text to stdout; 0."""
        if text:
            await self.out(text.encode("utf-8", "surrogateescape"))
        return 0

    async def fail(self, text: str, status: int = 1) -> int:
        """A line to stderr; the status."""
        await self.err((text + "\n").encode("utf-8", "surrogateescape"))
        return status

    def path(self, name: str) -> str:
        """A file name as an absolute path of the phone."""
        return self.device.files.resolve(name, self.context.cwd)


Program = Callable[[Call], Awaitable[int]]
