"""Runs a parsed script on one phone: variables, status, redirects, pipes.

`Context` is one process's view (user, folder, variables, streams); a command is an async function of a
`Call`. A cancelled script cancels whatever it was running, as SIGHUP would.
"""

from __future__ import annotations

import asyncio
import errno
import os
from dataclasses import replace

from harness.virtual.shell.context import Call, Context, ExitShell, LoopJump, Writer
from harness.virtual.shell.expansion import expand, expand_one
from harness.virtual.shell.pipes import BrokenPipe, Pipe
from harness.virtual.shell.syntax import (
    AndOr,
    Choice,
    Command,
    Each,
    Group,
    Loop,
    Pipeline,
    Redirect,
    Sequence,
    Simple,
)

NOT_FOUND = 127
INACCESSIBLE_SINCE = 29  # Android 10's mksh says "inaccessible or not found"
PREFIX = "/system/bin/sh: "
OWN = ("cd", "exit", "break", "continue")  # change the shell


async def run_sequence(script: Sequence, context: Context) -> int:
    """Every item in turn; the last status."""
    for item in script.items:
        context.status = await _and_or(item, context)
    return context.status


async def _and_or(item: AndOr, context: Context) -> int:
    for operator, pipeline in item.parts:
        if (operator == "&&" and context.status) or (operator == "||" and not context.status):
            continue
        context.status = await _pipeline(pipeline, context)
    return context.status


async def _pipeline(pipeline: Pipeline, context: Context) -> int:
    if len(pipeline.commands) == 1:
        status = await run_command(pipeline.commands[0], context)
    else:
        status = await _piped(pipeline.commands, context)
    return int(not status) if pipeline.negated else status


async def _piped(commands: tuple[Command, ...], context: Context) -> int:
    stdin, tasks = context.stdin, []
    for number, command in enumerate(commands):
        last = number == len(commands) - 1
        output = Pipe()
        child = context.fork(stdin=stdin) if last else context.fork(stdin=stdin, out=output.write)
        tasks.append(asyncio.ensure_future(_stage(command, child, None if number == 0 else stdin, output)))
        stdin = output
    try:
        await asyncio.wait(tasks)
    finally:
        for task in tasks:
            task.cancel()
    return tasks[-1].result()


async def _stage(command: Command, context: Context, upstream: Pipe | None, output: Pipe) -> int:
    try:
        return await run_command(command, context)
    except BrokenPipe:
        return 141  # 128 + SIGPIPE
    except ExitShell as leaving:
        return leaving.status
    finally:
        output.close()
        if upstream is not None:
            upstream.abandon()


async def run_command(command: Command, context: Context) -> int:
    """One command with its redirects."""
    try:
        inner = await _redirected(command.redirects, context)
    except OSError as error:
        await context.err(f"{PREFIX}can't create {error.filename}: {error.strerror}\n".encode())
        return 1
    return await _bare(command, inner, context)


async def _redirected(redirects: tuple[Redirect, ...], context: Context) -> Context:
    if not redirects:
        return context
    inner = replace(context)
    for item in redirects:
        target = await expand_one(item.target, context)
        if item.operator == ">&":
            source = {"1": inner.out, "2": inner.err}.get(target)
            if source is None:
                raise OSError(errno.EBADF, os.strerror(errno.EBADF), target)
            _set_output(inner, item.descriptor, source)
        elif item.operator == "<":
            inner.stdin = Pipe()
            path = context.device.files.resolve(target, context.cwd)
            if path != "/dev/null":
                await inner.stdin.write(context.device.files.read(path, context.uid))
            inner.stdin.close()
        else:
            _set_output(inner, item.descriptor, _file_writer(item.operator, target, context))
    return inner


def _set_output(inner: Context, descriptor: int, writer: Writer) -> None:
    if descriptor == 1:
        inner.out = writer
    elif descriptor == 2:  # noqa: PLR2004  # stderr
        inner.err = writer
    else:
        raise OSError(errno.EBADF, os.strerror(errno.EBADF), str(descriptor))


def _file_writer(operator: str, target: str, context: Context) -> Writer:
    """Writes through to the file, so that a killed command leaves what it wrote."""
    path = context.device.files.resolve(target, context.cwd)

    async def discard(_: bytes) -> None:
        return

    if path == "/dev/null":
        return discard
    context.device.files.write(path, b"", context.uid, append=operator == ">>")

    async def write(content: bytes) -> None:
        context.device.files.write(path, content, context.uid, append=True)

    return write


async def _bare(command: Command, inner: Context, context: Context) -> int:
    if isinstance(command, Simple):
        return await _simple(command, inner, context)
    status = await _compound(command, inner)
    if inner is not context:
        context.status, context.cwd = inner.status, inner.cwd
    return status


async def _compound(command: Loop | Each | Choice | Group, context: Context) -> int:
    match command:
        case Loop():
            return await _loop(command, context)
        case Each():
            return await _each(command, context)
        case Choice():
            return await _choice(command, context)
        case Group(subshell=True):
            return await _subshell(command, context)
    return await run_sequence(command.body, context)


async def _loop(command: Loop, context: Context) -> int:
    status = 0
    while ((await run_sequence(command.condition, context)) == 0) != command.until:
        try:
            status = await run_sequence(command.body, context)
        except LoopJump as jump:
            if jump.leave:
                break
        await asyncio.sleep(0)  # an endless loop of builtins must not stop the phone
    return status


async def _each(command: Each, context: Context) -> int:
    status = 0
    for value in await expand(command.words, context):
        context.variables[command.name] = value
        try:
            status = await run_sequence(command.body, context)
        except LoopJump as jump:
            if jump.leave:
                break
        await asyncio.sleep(0)
    return status


async def _choice(command: Choice, context: Context) -> int:
    for condition, body in command.branches:
        if await run_sequence(condition, context) == 0:
            return await run_sequence(body, context)
    return await run_sequence(command.otherwise, context) if command.otherwise else 0


async def _subshell(command: Group, context: Context) -> int:
    try:
        return await run_sequence(command.body, context.fork())
    except ExitShell as leaving:
        return leaving.status


async def _simple(command: Simple, inner: Context, context: Context) -> int:
    words = await expand(command.words, context)
    assigned = {name: await expand_one(word, context) for name, word in command.assignments}
    if not words:
        context.variables.update(assigned)
        return context.status if not command.assignments else 0
    environment = replace(inner, variables={**inner.variables, **assigned}) if assigned else inner
    call = Call(words[0], words[1:], environment, inner.stdin, inner.out, inner.err)
    if words[0] in OWN:
        call.context = context if inner is context else inner
        status = await call.context.programs[words[0]](call)
        if inner is not context:
            context.cwd = inner.cwd
        return status
    return await run_program(call)


async def run_program(call: Call) -> int:
    """A command by name, through its path too; what is not there is refused."""
    name = call.name
    for folder in ("/system/bin/", "/system/xbin/", "/vendor/bin/"):
        name = name.removeprefix(folder)
    program = call.context.programs.get(name) if "/" not in name else None
    if program is None:
        if call.device.files.exists(call.path(call.name)) and "/" in call.name:
            return await call.fail(f"{PREFIX}{call.name}: can't execute: Permission denied", 126)
        missing = (
            "inaccessible or not found" if call.device.firmware.sdk >= INACCESSIBLE_SINCE else "not found"
        )
        return await call.fail(f"{PREFIX}{call.name}: {missing}", NOT_FOUND)
    call.name = name
    try:
        return await program(call)
    except OSError as error:
        if isinstance(error, ConnectionError):
            raise
        return await call.fail(f"{name}: {error.filename}: {error.strerror}")
