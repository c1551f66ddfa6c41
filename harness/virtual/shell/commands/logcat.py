"""logcat: `-d` dumps, `-c` clears, otherwise follows until the stream is closed."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field

from harness.virtual.logbuffer import LogLine
from harness.virtual.shell.context import Call, Program

LEVELS = "VDIWEF"
SWITCHES = {"-c": "clear", "--clear": "clear", "-d": "dump", "-s": "silent"}
STYLES: dict[str, Callable[[LogLine], str]] = {
    "time": LogLine.brief,
    "epoch": LogLine.epoch,
    "threadtime": LogLine.threadtime,
}


@dataclass(slots=True)
class Wish:
    """What the command line asks for; `wrong` is the word that was not understood."""

    style: str = "threadtime"
    dump: bool = False
    clear: bool = False
    silent: bool = False
    last: int = 0
    pid: int = 0
    wrong: str = ""
    filters: dict[str, str] = field(default_factory=dict)

    def shows(self, line: LogLine) -> bool:
        """Whether the filters let the line through."""
        level = self.filters.get(line.tag, self.filters.get("*", "S" if self.silent else "V"))
        fits = level in LEVELS and LEVELS.index(line.level) >= LEVELS.index(level)
        return fits and (not self.pid or line.pid == self.pid)


def read_wish(words: list[str]) -> Wish:
    """The command line `[-v style] [-d] [-c] [-t n] [-s] [-b buffer] [--pid=n] [tag[:level] ...]`."""
    wish, rest = Wish(), list(words)
    while rest and not wish.wrong:
        word = rest.pop(0)
        if word in ("-v", "-t", "-b"):
            _with_value(wish, word, rest.pop(0) if rest else "")
        elif word in SWITCHES:
            setattr(wish, SWITCHES[word], True)
        elif word.startswith("--pid=") and word[6:].isdigit():
            wish.pid = int(word[6:])
        elif word.startswith("-"):
            wish.wrong = word
        else:
            tag, colon, level = word.rpartition(":")
            wish.filters[tag if colon else word] = level.upper() if colon else "V"
    return wish


def _with_value(wish: Wish, word: str, value: str) -> None:
    if word == "-v":
        wish.style = value
    elif word == "-t" and value.isdigit():
        wish.last, wish.dump = int(value), True
    elif word == "-t":
        wish.wrong = f"-t {value}"


async def logcat(call: Call) -> int:
    """Dumps, clears or follows."""
    wish = read_wish(call.args)
    if wish.wrong:
        return await call.fail(f"logcat: Unrecognized Option {wish.wrong}")
    if wish.style not in STYLES:
        return await call.fail(f'Invalid parameter "{wish.style}" to -v')
    if wish.clear:
        call.device.log.clear()
        return 0
    text = STYLES[wish.style]
    await call.say("--------- beginning of main\n")
    if wish.dump:
        lines = [line for line in call.device.log.lines() if wish.shows(line)]
        return await call.say("".join(text(line) for line in lines[-wish.last :]))
    async for line in call.device.log.follow():
        if wish.shows(line):
            await call.say(text(line))
    return 0


COMMANDS: dict[str, Program] = {"logcat": logcat}
