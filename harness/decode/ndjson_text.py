"""Several JSON texts one after another, a line each (NDJSON) or not (RFC 7464 without its marks)."""

from __future__ import annotations

import json
from typing import Any

from harness.decode.accounted import Accounted
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
    """The values.  Raises ValueError where one is no JSON."""
    return _sequence(data, budget)[0]


def _sequence(data: bytes, budget: Budget) -> tuple[list[Any], int]:
    """The values, and how many bytes of white space stand between them."""
    guard(data, budget)
    text = data.decode("utf-8")
    values: list[Any] = []
    at = white = _skip(text, 0)
    while at < len(text):
        if text[at] not in '{["':
            raise ValueError("not a sequence of JSON texts")
        value, at = DECODER.raw_decode(text, at)
        values.append(value)
        end = at
        at = _skip(text, end)
        white += at - end
    return values, white


def _skip(text: str, at: int) -> int:
    while at < len(text) and text[at] in _WHITE:
        at += 1
    return at


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """The leaves of every text, `ndjson:[0].a`.

    Raises ValueError where it is no sequence; Refusal with all texts where a line does not read, which is a
    part as it is: `ndjson:line[3]`.
    """
    try:
        values = parse(data, budget)
    except json.JSONDecodeError as e:
        values, others = _lines(data)
        if not values:
            raise
        parts = _leaves(values)
        parts.extend((f"ndjson:line[{number}]", line) for number, line in others)
        raise Refusal(GapReason.TRUNCATED, "a line of NDJSON does not read", parts) from e
    return _leaves(values)


def _lines(data: bytes) -> tuple[list[Any], list[tuple[int, bytes]]]:
    """The values of the lines that read, and the other lines with their numbers."""
    values = []
    others = []
    for number, line in enumerate(data.split(b"\n")):
        try:
            values.append(DECODER.decode(line.decode("utf-8").strip(_WHITE)))
        except ValueError:
            if line.strip():
                others.append((number, line))
    return values, others


def _leaves(values: list[Any]) -> list[Part]:
    found: list[Part] = []
    walk(values, "ndjson:", "", found)
    return found


def account(data: bytes, budget: Budget) -> Accounted:
    """White space between the texts is structure, the texts are content.  Raises ValueError."""
    white = _sequence(data, budget)[1]
    return Accounted(len(data), len(data) - white, white)
