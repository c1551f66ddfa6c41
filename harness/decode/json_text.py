"""JSON (RFC 8259): objects, arrays and strings, keys given twice kept, numbers as they were written."""

from __future__ import annotations

import json
import re
from typing import Any

from harness.decode.budget import Budget
from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason

NAME = "json"
_WHITE = b" \t\r\n"
_TOKENS = re.compile(rb'"(?:[^"\\]|\\.)*+(?:"|\\?\Z)|[\[\]{}]', re.DOTALL)
_TEXT_TOKENS = re.compile(_TOKENS.pattern.decode(), re.DOTALL)
_HALF_ESCAPE = re.compile(r"\\(?:u[0-9A-Fa-f]{0,3})?\Z")
_HALF_WORD = re.compile(r"[-+.A-Za-z0-9]+\Z")
_ENDS = ("", '"', '":null', ":null", "null", '"":null')
"""What may be missing where a text was cut off, before its brackets are closed."""
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
        cut = e.pos >= len(text.rstrip()) or _HALF_WORD.match(text, e.pos) or _HALF_ESCAPE.search(text)
        if cut or e.msg.startswith("Unterminated string"):
            raise Refusal(GapReason.TRUNCATED, "JSON is cut off", _salvaged(text)) from e
        raise


def _salvaged(text: str) -> list[Part]:
    """The leaves of a JSON text before the place where it was cut off; none where nothing is whole."""
    opened: list[str] = []
    for token in _TEXT_TOKENS.finditer(text):
        sign = text[token.start()]
        if sign in "[{":
            opened.append("]" if sign == "[" else "}")
        elif sign in "]}" and opened:
            opened.pop()
    closing = "".join(reversed(opened))
    whole = _HALF_ESCAPE.sub("", text)
    for stem, ends in ((whole, _ENDS), (_HALF_WORD.sub("", whole), _ENDS)):
        for end in ends:
            try:
                return leaves(DECODER.decode(f"{stem}{end}{closing}"))
            except ValueError:
                continue
    return []


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


def leaves(value: Any) -> list[Part]:
    """Every key, text, number, word and array length of a parsed value with its step.

    A value stands at `json:[0].properties.url`, the key itself at `json:[0].properties.{url}`, the length
    of an array at `json:items[]`.
    """
    found: list[Part] = []
    walk(value, "json:", "", found)
    return found


_WORDS: dict[object, bytes] = {True: b"true", False: b"false", None: b"null"}
_KEY = 32
"""Characters of a key in its own step."""


def walk(value: Any, prefix: str, dot: str, found: list[Part]) -> None:
    """Appends the leaves of a value whose own step is `prefix`."""
    kind = value.__class__
    if kind is str:
        found.append((prefix, value.encode("utf-8", "surrogatepass")))
    elif kind is tuple:
        if not value:
            found.append((prefix + "{}", b"0"))
        prefix += dot
        for key, inner in value:
            found.append((f"{prefix}{{{key[:_KEY]}}}", key.encode("utf-8", "surrogatepass")))
            if inner.__class__ is str:
                found.append((prefix + key, inner.encode("utf-8", "surrogatepass")))
            else:
                walk(inner, prefix + key, ".", found)
    elif kind is list:
        found.append((prefix + "[]", b"%d" % len(value)))
        for number, inner in enumerate(value):
            if inner.__class__ is str:
                found.append((f"{prefix}[{number}]", inner.encode("utf-8", "surrogatepass")))
            else:
                walk(inner, f"{prefix}[{number}]", ".", found)
    else:
        found.append((prefix, _WORDS[value]))


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """The leaves of a JSON text.  Raises ValueError."""
    return leaves(parse(data, budget))
