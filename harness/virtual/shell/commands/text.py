"""`grep`."""

from __future__ import annotations

import re
from collections.abc import AsyncIterator

from harness.virtual.shell.commands.files import options
from harness.virtual.shell.context import Call, Program

LONGEST_PATTERN = 500


async def _lines(call: Call, names: list[str]) -> list[bytes]:
    """The lines of the files, or of stdin."""
    if not names:
        return (await call.stdin.read_all()).splitlines(keepends=True)
    return [
        line
        for name in names
        for line in call.device.files.read(call.path(name), call.uid).splitlines(keepends=True)
    ]


async def grep(call: Call) -> int:
    """`grep [-i -v -c -q -E -F -o -n -w] pattern [files]`; a line at a time, so that it works on a stream."""
    letters, words = options(call)
    if not words or letters - set("eivcqEFonws") or len(words[0]) > LONGEST_PATTERN:
        return await call.fail("grep: bad arguments", 2)
    text, *names = words
    try:
        pattern = python_pattern(text, letters)
    except re.error:
        return await call.fail(f"grep: bad regex '{text}'", 2)
    count = number = 0
    async for line in _each_line(call, names):
        number += 1
        count += await _match(call, letters, pattern, line, number)
        if count and "q" in letters:
            return 0
    if "c" in letters:
        await call.say(f"{count}\n")
    return 0 if count else 1


def python_pattern(text: str, letters: set[str]) -> re.Pattern[str]:
    """The pattern as Python has it; a basic one has its special characters behind backslashes (POSIX 9.3)."""
    if "F" in letters:
        source = re.escape(text)
    elif "E" in letters:
        source = text
    else:
        source = re.sub(
            r"\\(.)|([|(){}+?])",
            lambda found: (found[1] if found[1] in "|(){}+?" else found[0]) if found[1] else "\\" + found[2],
            text,
        )
    if "w" in letters:
        source = rf"\b(?:{source})\b"
    return re.compile(source, re.IGNORECASE if "i" in letters else 0)


async def _each_line(call: Call, names: list[str]) -> AsyncIterator[str]:
    """The lines of the files, or of stdin as they come."""
    for line in _decoded(await _lines(call, names)) if names else []:
        yield line
    while not names and (raw := await call.stdin.read_line()):
        yield raw.decode("utf-8", "surrogateescape")


def _decoded(lines: list[bytes]) -> list[str]:
    return [line.decode("utf-8", "surrogateescape") for line in lines]


async def _match(call: Call, letters: set[str], pattern: re.Pattern[str], line: str, number: int) -> int:
    body = line.rstrip("\n")
    hit = pattern.search(body)
    if bool(hit) == ("v" in letters):
        return 0
    if not {"q", "c"} & letters:
        if "o" in letters:
            await call.say("".join(f"{found.group(0)}\n" for found in pattern.finditer(body)))
        else:
            await call.say((f"{number}:" if "n" in letters else "") + body + "\n")
    return 1


COMMANDS: dict[str, Program] = {
    "grep": grep,
}
