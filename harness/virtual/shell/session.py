"""One shell process as adbd starts it: the command line, its streams, its end."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING

from harness.virtual.device import Device
from harness.virtual.shell.context import Context, ExitShell, LoopJump
from harness.virtual.shell.interpreter import run_sequence
from harness.virtual.shell.parser import parse
from harness.virtual.shell.pipes import BrokenPipe, Pipe
from harness.virtual.shell.registry import programs_for
from harness.virtual.shell.syntax import ShellSyntaxError

if TYPE_CHECKING:
    from harness.virtual.uia.server import UiaServer

Writer = Callable[[bytes], Awaitable[None]]


async def run_line(device: Device, uia: UiaServer, line: str, stdin: Pipe, out: Writer, err: Writer) -> int:
    """Runs one command line as user shell; without one, the lines of stdin. The exit status."""
    context = Context(
        device, stdin, out, err, programs_for(device, uia), run_sequence, pid=device.processes.spawn_pid()
    )
    context.variables = {
        "PATH": "/sbin:/system/sbin:/system/bin:/system/xbin:/vendor/bin",
        "HOME": "/",
        "USER": "shell",
    }
    if line:
        return await run_text(line, context)
    prompt = f"{device.properties.get('ro.product.device')}:/ $ ".encode()
    while True:
        await out(prompt)
        typed = await stdin.read_line()
        if not typed:
            return context.status
        try:
            await run_script(typed.decode("utf-8", "surrogateescape"), context)
        except ExitShell as leaving:
            return leaving.status


async def run_text(text: str, context: Context) -> int:
    """A whole script."""
    try:
        return await run_script(text, context)
    except ExitShell as leaving:
        return leaving.status
    except BrokenPipe:
        return 141  # 128 + SIGPIPE


async def run_script(text: str, context: Context) -> int:
    """Parses and runs; a syntax error is told as the phone's shell tells it."""
    try:
        return await run_sequence(parse(text), context)
    except ShellSyntaxError as error:
        await context.err(f"/system/bin/sh: {error}\n".encode())
        context.status = 1
        return 1
    except LoopJump:
        return 0  # break outside a loop does nothing
