"""uuencode (POSIX.1-2017) and xxencode: lines of 45 bytes, with their first and last line or without."""

from __future__ import annotations

import binascii
import re

from harness.decode.budget import Budget
from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason

NAME = "uuencode"
CERTAIN = True
_HEAD = re.compile(rb"(?:^|[\r\n])(begin(?:-base64)? ([0-7]{3,4}) ([^\r\n]*)\r?\n)")
_BARE = re.compile(rb"\A(?:M[ -`]{60}\r?\n)*[!-M][ -`]{4,60}\r?\n?(?:[` ]\r?\n)?(?:end\r?\n?)?\Z")
_UU = bytes(range(0x20, 0x60))
_XX = b"+-0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz"
_FROM_XX = bytes.maketrans(_XX, _UU)
_XX_LINE = re.compile(rb"[A-Za-z0-9+-]+")


def matches(data: bytes) -> bool:
    """Whether a line begins a file, or all lines are as long as their first letter says."""
    if b"begin" in data:
        return _HEAD.search(data) is not None
    first = data[0]
    if not 0x21 <= first <= 0x4D or len(data) < 8:  # noqa: PLR2004 (1 to 45 bytes)
        return False
    line = data.partition(b"\n")[0].rstrip(b"\r")
    return len(line) == 1 + (first - 30) // 3 * 4 and _BARE.match(data) is not None


def unpack(data: bytes, _budget: Budget) -> list[Part]:
    """The bytes of the first file, its name and mode, and what stands around it, other files too.

    Raises ValueError where a line is none of uuencode, Refusal where a file has no end.
    """
    head = _HEAD.search(data)
    if head is None:
        spelled, at = _lines(data, 0, begun=False)
        return [*spelled, *_rest(data[at:].removeprefix(b"end"))]
    found: list[Part] = []
    if data[: head.start(1)].strip():
        found.append((f"{NAME}:before", data[: head.start(1)]))
    found.append((f"{NAME}-mode", head[2]))
    if head[3]:
        found.append((f"{NAME}-name", head[3]))
    if head[1].startswith(b"begin-base64"):
        content, end, rest = data[head.end() :].partition(b"====")
        found.append((NAME, content))
        complete = bool(end)
    else:
        spelled, at = _lines(data, head.end(), begun=True)
        found.extend(spelled)
        line, _, rest = data[at:].partition(b"\n")
        complete = line.strip() == b"end"
        rest = rest if complete else data[at:]
    found.extend(_rest(rest))
    if not complete:
        raise Refusal(GapReason.TRUNCATED, "uuencode without its end", found)
    return found


def _rest(data: bytes) -> list[Part]:
    return [(f"{NAME}:rest", data)] if data.strip() else []


def _is_xx(line: bytes) -> bool:
    """Whether a first line is of the letters of xxencode, as long as its first letter says."""
    if not _XX_LINE.fullmatch(line):
        return False
    return len(line) == 1 + (_XX.index(line[0]) + 2) // 3 * 4


def _lines(data: bytes, at: int, *, begun: bool) -> tuple[list[Part], int]:
    """What the lines from `at` on spell, and where the first line stands that is none.

    A line with bits that belong to no byte is a part as it is.
    """
    out: list[bytes] = []
    bits: list[Part] = []
    other = begun and _is_xx(data[at:].partition(b"\n")[0].rstrip(b"\r"))
    while at < len(data):
        end = data.find(b"\n", at)
        end = len(data) if end < 0 else end
        line = data[at:end].rstrip(b"\r")
        if line == b"end":
            break
        spelled = line.translate(_FROM_XX) if other else line
        if spelled.strip(b"` "):
            size = (spelled[0] - 32) & 63
            body = spelled[1:].ljust((size + 2) // 3 * 4)
            try:
                plain = binascii.a2b_uu(spelled[:1] + body)
                if binascii.b2a_uu(plain, backtick=True).rstrip(b"\n`") != spelled.replace(b" ", b"`").rstrip(
                    b"`"
                ):
                    bits.append((f"{NAME}-bits", spelled))
                out.append(plain)
            except binascii.Error as e:
                if not begun:
                    raise
                if not out:
                    raise ValueError("no line of uuencode") from e
                break
        at = end + 1
    return [(NAME, b"".join(out)), *bits], at
