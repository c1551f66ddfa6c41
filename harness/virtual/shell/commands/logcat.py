"""logcat: `-d` dumps, `-c` clears, otherwise follows until the stream is closed."""

from __future__ import annotations

from harness.virtual.logbuffer import LogLine
from harness.virtual.shell.context import Call, Program

LEVELS = "VDIWEF"


async def logcat(call: Call) -> int:
    """`logcat [-v time|threadtime|brief] [-d] [-c] [-t n] [-s] [--pid=n] [tag:level ...]`."""
    words = list(call.args)
    style, dump, silent, last, pid = "threadtime", False, False, 0, 0
    filters: dict[str, str] = {}
    while words:
        word = words.pop(0)
        if word in ("-c", "--clear"):
            call.device.log.clear()
            return 0
        if word == "-v" and words:
            style = words.pop(0)
        elif word == "-d":
            dump = True
        elif word == "-s":
            silent = True
        elif word in ("-t", "-T") and words:
            last, dump = int(words.pop(0)), dump or word == "-t"
        elif word in ("-b",) and words:
            words.pop(0)
        elif word.startswith("--pid="):
            pid = int(word.partition("=")[2])
        elif ":" in word and not word.startswith("-"):
            tag, _, level = word.rpartition(":")
            filters[tag] = level.upper()
        elif not word.startswith("-"):
            filters[word] = "V"
        else:
            return await call.fail(f"logcat: Unrecognized Option {word}")
    if style not in ("time", "threadtime", "brief"):
        return await call.fail(f'Invalid parameter "{style}" to -v')

    def shown(line: LogLine) -> bool:
        default = "S" if silent else "V"
        level = filters.get(line.tag, filters.get("*", default))
        return (
            (not pid or line.pid == pid)
            and level in LEVELS
            and LEVELS.index(line.level) >= LEVELS.index(level)
        )

    def text(line: LogLine) -> str:
        return line.brief() if style == "time" else line.threadtime()

    await call.say("--------- beginning of main\n")
    if dump:
        lines = [line for line in call.device.log.lines() if shown(line)]
        return await call.say("".join(text(line) for line in lines[-last:]))
    async for line in call.device.log.follow():
        if shown(line):
            await call.say(text(line))
    return 0


COMMANDS: dict[str, Program] = {"logcat": logcat}
