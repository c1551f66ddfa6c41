"""JSON (RFC 8259): objects, arrays and strings, keys given twice kept, numbers as they were written."""

from __future__ import annotations

import json
import re
from typing import Any

from harness.decode.budget import Budget
from harness.decode.kind import has_base64_run
from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason

NAME = "json"
_WHITE = b" \t\r\n"
_TOKENS = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
_RUN = b"b" * 16
_MARK = b"\xef\xbb\xbf"

DECODER = json.JSONDecoder(
    object_pairs_hook=tuple, parse_int=str, parse_float=str, parse_constant=str, strict=False
)


def matches(data: bytes) -> bool:
    """Whether it begins as an object, an array or a string."""
    head = data[:1]
    if head in b" \t\r\n\xef":
        head = data.removeprefix(_MARK).lstrip(_WHITE)[:1]
    return (head in (b"{", b"[") or (head == b'"' and b"\\" in data)) and len(data) > 1


def parse(data: bytes, budget: Budget) -> Any:
    """The value of a JSON text: tuples of pairs for objects, lists, texts; numbers as text.

    Raises Refusal where it is larger or deeper than the budget or cut off, ValueError where it is not JSON.
    """
    guard(data, budget)
    text = data.decode("utf-8-sig")
    try:
        return DECODER.decode(text)
    except json.JSONDecodeError as e:
        if e.pos >= len(text.rstrip()) or e.msg.startswith("Unterminated string"):
            raise Refusal(GapReason.TRUNCATED, "JSON is cut off") from e
        raise


def guard(data: bytes, budget: Budget) -> None:
    """Raises Refusal where a JSON text has more elements or levels than the budget."""
    opening = data.count(b"[") + data.count(b"{")
    if opening > budget.nesting:
        if opening + data.count(b",") > budget.structure:
            raise Refusal(GapReason.BUDGET, f"JSON of more than {budget.structure} elements")
        if _depth(data) > budget.nesting:
            raise Refusal(GapReason.BUDGET, f"JSON nested deeper than {budget.nesting}")
    elif data.count(b",") > budget.structure:
        raise Refusal(GapReason.BUDGET, f"JSON of more than {budget.structure} elements")


def _depth(data: bytes) -> int:
    deepest = depth = 0
    for token in _TOKENS.finditer(data):
        first = data[token.start()]
        if first in b"[{":
            depth += 1
            deepest = max(deepest, depth)
        elif first in b"]}":
            depth -= 1
    return deepest


def apart(data: bytes) -> tuple[list[bytes], bytes, bytes] | None:
    """A JSON text cut at its quotes, the text that was cut, and what stands between its texts.

    Texts and keys are the pieces at odd numbers; escaped slashes are undone before.  None where another
    escape, a number of many digits, or a text that does not end makes the cut unsafe.
    """
    plain = data.replace(b"\\/", b"/") if b"\\" in data else data
    if b"\\" in plain:
        return None
    pieces = plain.split(b'"')
    between = b'"'.join(pieces[::2])
    if not len(pieces) & 1 or has_base64_run(between, _RUN):
        return None
    return pieces, plain, between


def leaves(value: Any) -> list[Part]:
    """Every text and number of a parsed value with its step, `json:[0].properties.url`."""
    found: list[Part] = []
    if value.__class__ is str:
        return [("json:", value.encode("utf-8", "surrogatepass"))]
    walk(value, "json:", "", found)
    return found


def walk(value: Any, prefix: str, dot: str, found: list[Part]) -> None:
    """Appends the leaves of a value whose own step is `prefix`."""
    if value.__class__ is tuple:
        prefix += dot
        for key, inner in value:
            kind = inner.__class__
            if kind is str:
                found.append((prefix + key, inner.encode("utf-8", "surrogatepass")))
            elif kind is tuple or kind is list:
                walk(inner, prefix + key, ".", found)
            if len(key) > LONG_KEY:
                found.append((f"{prefix}{{{key[:32]}}}", key.encode("utf-8", "surrogatepass")))
    elif value.__class__ is list:
        for number, inner in enumerate(value):
            kind = inner.__class__
            if kind is str:
                found.append((f"{prefix}[{number}]", inner.encode("utf-8", "surrogatepass")))
            elif kind is tuple or kind is list:
                walk(inner, f"{prefix}[{number}]", ".", found)


LONG_KEY = 15
"""A key longer than this is a leaf of its own: it may be a value in disguise.  Shorter ones are searched
with the text that holds them."""


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """The leaves of a JSON text.  Raises ValueError."""
    return leaves(parse(data, budget))


def leaves_with(value: Any, needles: list[str]) -> list[Part]:
    """The leaves of a parsed value that hold one of some texts."""
    found: list[Part] = []
    if value.__class__ is str:
        return leaves(value)
    _search(value, "json:", "", needles, found)
    return found


def _search(  # noqa: C901 (one walk, kept in one piece)
    value: Any, prefix: str, dot: str, needles: list[str], found: list[Part]
) -> None:
    if value.__class__ is tuple:
        for key, inner in value:
            kind = inner.__class__
            if kind is str:
                for needle in needles:
                    if needle in inner:
                        found.append((prefix + dot + key, inner.encode("utf-8", "surrogatepass")))
                        break
            elif kind is tuple or kind is list:
                _search(inner, prefix + dot + key, ".", needles, found)
            if len(key) > LONG_KEY and any(needle in key for needle in needles):
                found.append((f"{prefix}{dot}{{{key[:32]}}}", key.encode("utf-8", "surrogatepass")))
    else:
        for number, inner in enumerate(value):
            kind = inner.__class__
            if kind is str:
                if any(needle in inner for needle in needles):
                    found.append((f"{prefix}[{number}]", inner.encode("utf-8", "surrogatepass")))
            elif kind is tuple or kind is list:
                _search(inner, f"{prefix}[{number}]", ".", needles, found)
