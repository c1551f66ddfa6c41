"""`test` and `[`: conditions on texts, numbers and files (POSIX, without the newer operators)."""

from __future__ import annotations

from collections.abc import Callable

from harness.virtual.shell.context import Call, Program

USAGE = 2


async def test(call: Call) -> int:
    """`test` and `[`."""
    words = list(call.args)
    if call.name == "[" and (not words or words.pop() != "]"):
        return await call.fail("/system/bin/sh: [: missing ]", USAGE)
    negated = False
    while words[:1] == ["!"]:
        words.pop(0)
        negated = not negated
    for joiner in ("-o", "-a"):
        if joiner in words[1:]:
            at = words.index(joiner, 1)
            left, right = _truth(call, words[:at]), _truth(call, words[at + 1 :])
            if left is None or right is None:
                return await call.fail("/system/bin/sh: test: syntax error", USAGE)
            truth: bool | None = (left or right) if joiner == "-o" else (left and right)
            break
    else:
        truth = _truth(call, words)
    if truth is None:
        return await call.fail("/system/bin/sh: test: syntax error", USAGE)
    return int(truth == negated)


def _truth(call: Call, words: list[str]) -> bool | None:
    """One condition; None: not understood."""
    files = call.device.files
    unary: dict[str, Callable[[str], bool]] = {
        "-n": bool,
        "-z": lambda text: not text,
        "-e": lambda name: files.exists(call.path(name)),
        "-f": lambda name: files.exists(call.path(name)) and not files.is_folder(call.path(name)),
        "-d": lambda name: files.is_folder(call.path(name)),
        "-s": lambda name: files.exists(call.path(name)) and files.stat(call.path(name), call.uid).size > 0,
        "-r": lambda name: files.exists(call.path(name)),
        "-x": lambda name: files.exists(call.path(name)),
    }
    binary: dict[str, Callable[[str, str], bool]] = {
        "=": lambda a, b: a == b,
        "==": lambda a, b: a == b,
        "!=": lambda a, b: a != b,
        "-eq": lambda a, b: int(a) == int(b),
        "-ne": lambda a, b: int(a) != int(b),
        "-lt": lambda a, b: int(a) < int(b),
        "-le": lambda a, b: int(a) <= int(b),
        "-gt": lambda a, b: int(a) > int(b),
        "-ge": lambda a, b: int(a) >= int(b),
    }
    match words:
        case []:
            return False
        case [word]:
            return bool(word)
        case [kind, word] if kind in unary:
            return unary[kind](word)
        case [left, kind, right] if kind in binary:
            try:
                return binary[kind](left, right)
            except ValueError:
                return None
    return None


COMMANDS: dict[str, Program] = {"test": test, "[": test}
