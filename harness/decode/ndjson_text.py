"""Several JSON texts one after another, a line each (NDJSON) or not (RFC 7464 without its marks)."""

from __future__ import annotations

import json
from typing import Any

from harness.decode.budget import Budget
from harness.decode.json_text import DECODER, guard, walk
from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason

NAME = "ndjson"
_WHITE = " \t\r\n\x1e"


def matches(data: bytes) -> bool:
    """Whether it begins and ends as an object or an array, or holds lines."""
    return data[:1] in (b"{", b"[", b"\x1e") and (b"\n" in data or b"}{" in data or b"][" in data)


def parse(data: bytes, budget: Budget) -> list[Any]:
    """The values.  Raises ValueError where the first is no JSON, Refusal with a later one."""
    guard(data, budget)
    text = data.decode("utf-8")
    values: list[Any] = []
    at = _skip(text, 0)
    while at < len(text):
        if text[at] not in '{["':
            raise ValueError("not a sequence of JSON texts")
        value, at = DECODER.raw_decode(text, at)
        values.append(value)
        at = _skip(text, at)
    return values


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _WHITE:
        at += 1
    return at


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """The leaves of every text, `ndjson:[0].a`.

    Raises ValueError where it is no sequence; Refusal with the texts before a line that does not read.
    """
    try:
        values = parse(data, budget)
    except json.JSONDecodeError as e:
        values = _whole_lines(data)
        if not values:
            raise
        raise Refusal(GapReason.TRUNCATED, "a line of NDJSON does not read", _leaves(values)) from e
    return _leaves(values)


def _whole_lines(data: bytes) -> list[Any]:
    values = []
    for line in data.split(b"\n"):
        try:
            values.append(DECODER.decode(line.decode("utf-8")))
        except ValueError:
            continue
    return values


def _leaves(values: list[Any]) -> list[Part]:
    found: list[Part] = []
    walk(values, "ndjson:", "", found)
    return found
