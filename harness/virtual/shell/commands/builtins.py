"""What the shell itself does: echo, cd, exit and their kin."""

from __future__ import annotations

import codecs

from harness.virtual.shell.context import Call, ExitShell, LoopJump, Program
from harness.virtual.shell.interpreter import run_program
from harness.virtual.shell.parser import parse

USAGE = 2


async def echo(call: Call) -> int:
    """`echo [-n] [-e] words`; mksh understands backslashes without -e too, unless quoted twice."""
    words, newline, escapes = list(call.args), "\n", False
    while words and words[0] in ("-n", "-e", "-ne", "-en"):
        newline = "" if "n" in words[0] else newline
        escapes = escapes or "e" in words[0]
        words.pop(0)
    line = " ".join(words)
    return await call.say((unescape(line) if escapes or "\\" in line else line) + newline)


async def printf(call: Call) -> int:
    """`printf format [arguments]` with %s %d %x %% and backslashes."""
    if not call.args:
        return await call.fail("printf: usage: printf format [arguments ...]", USAGE)
    form, values = unescape(call.args[0]), call.args[1:]
    parts = form.replace("%%", "\0").count("%")
    while True:
        taken, values = values[:parts], values[parts:]
        try:
            await call.say(_format(form, taken))
        except ValueError:
            return await call.fail(f"printf: {form}: bad format or number")
        if not values or not parts:
            return 0


def _format(form: str, values: list[str]) -> str:
    out, at, rest = "", 0, iter(values)
    while at < len(form):
        if form[at] != "%":
            out, at = out + form[at], at + 1
            continue
        end = at + 1
        while end < len(form) and form[end] in "-+ 0123456789.":
            end += 1
        kind = form[end : end + 1]
        if kind == "%":
            out += "%"
        elif kind in ("s", "b"):
            out += (form[at:end] + "s") % next(rest, "")
        elif kind in ("d", "i", "u", "x", "X", "o"):
            out += (form[at:end] + kind.replace("u", "d")) % int(next(rest, "0") or "0", 0)
        else:
            raise ValueError(kind)
        at = end + 1
    return out


def unescape(text: str) -> str:
    """Backslash sequences as echo and printf know them."""
    if "\\" not in text:
        return text
    return codecs.decode(text.encode("latin-1", "backslashreplace"), "unicode_escape")


async def true(_: Call) -> int:
    """Success."""
    return 0


async def false(_: Call) -> int:
    """Failure."""
    return 1


async def exit_(call: Call) -> int:
    """Ends the script."""
    word = call.args[0] if call.args else str(call.context.status)
    raise ExitShell(int(word) & 0xFF if word.lstrip("-").isdigit() else 1)


async def break_(call: Call) -> int:
    """`break` and `continue`."""
    raise LoopJump(leave=call.name == "break")


async def cd(call: Call) -> int:
    """Changes the folder."""
    where = call.path(call.args[0] if call.args else "/")
    if not call.device.files.is_folder(where):
        return await call.fail(f"/system/bin/sh: cd: {where}: No such file or directory")
    call.context.cwd = where
    return 0


async def pwd(call: Call) -> int:
    """The folder."""
    return await call.say(call.context.cwd + "\n")


async def command(call: Call) -> int:
    """`command -v name`, `which name`."""
    names = [word for word in call.args if word not in ("-v", "-V")]
    if call.name == "command" and names == call.args and names:
        return await run_program(Call(names[0], names[1:], call.context, call.stdin, call.out, call.err))
    status = 0
    for name in names:
        if name not in call.context.programs:
            status = 1
            continue
        await call.say(f"/system/bin/{name}\n")
    return status if names else 1


async def sh(call: Call) -> int:
    """`sh -c script`."""
    if call.args[:1] != ["-c"] or len(call.args) < 2:  # noqa: PLR2004  # -c and the script
        return await call.fail("/system/bin/sh: only -c is known here")
    child = call.context.fork(out=call.out, err=call.err, stdin=call.stdin, arguments=tuple(call.args[3:]))
    try:
        return await child.interpret(parse(call.args[1]), child)
    except ExitShell as leaving:
        return leaving.status


async def toybox(call: Call) -> int:
    """`toybox command`: the same commands by another way."""
    if not call.args:
        return await call.say(" ".join(sorted(call.context.programs)) + "\n")
    name = call.args[0]
    if name not in call.context.programs or name in NOT_TOYBOX:
        return await call.fail(f"toybox: Unknown command {name}", 1)
    return await run_program(Call(name, call.args[1:], call.context, call.stdin, call.out, call.err))


NOT_TOYBOX = ("am", "pm", "settings", "dumpsys", "input", "wm", "sh", "su", "curl", "svc", "service", "ime")

COMMANDS: dict[str, Program] = {
    "echo": echo,
    "printf": printf,
    "true": true,
    ":": true,
    "false": false,
    "exit": exit_,
    "break": break_,
    "continue": break_,
    "cd": cd,
    "pwd": pwd,
    "command": command,
    "which": command,
    "sh": sh,
    "toybox": toybox,
}
