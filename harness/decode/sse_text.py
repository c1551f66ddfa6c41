"""Server-sent events (WHATWG HTML §9.2): every event of a stream, with its name, number and comments."""

from __future__ import annotations

import re

from harness.decode.budget import Budget
from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason

NAME = "sse"
CERTAIN = True
FIRST = b"deir:\xef"
_FIELDS = rb"data|event|id|retry"
_OPENING = re.compile(
    rb"\A(?:\xef\xbb\xbf)?(?:(?:"
    + _FIELDS
    + rb"):|:)[^\r\n]*(?:\r\n|\r|\n)(?:(?:"
    + _FIELDS
    + rb")?:|[\r\n]|\Z)"
)
_LINE = re.compile(rb"\r\n|\r|\n")


def matches(data: bytes) -> bool:
    """Whether it begins with lines of fields or comments."""
    return _OPENING.match(data) is not None


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """The fields of every event, `sse:[0].data`; several lines of data are one.

    Raises ValueError where no event carries data, Refusal where more are than the budget allows.
    """
    lines = _LINE.split(data.removeprefix(b"\xef\xbb\xbf"))
    if len(lines) > budget.structure:
        raise Refusal(GapReason.BUDGET, f"more than {budget.structure} lines of events")
    found: list[Part] = []
    number = carried = 0
    fields: dict[str, list[bytes]] = {}
    for line in (*lines, b""):
        if line:
            name, _, value = line.partition(b":")
            label = name.decode("utf-8", "backslashreplace") if name else "comment"
            if label not in ("data", "event", "id", "retry", "comment"):
                label, value = "line", line
            fields.setdefault(label, []).append(value.removeprefix(b" "))
        elif fields:
            found.extend((f"sse:[{number}].{label}", b"\n".join(texts)) for label, texts in fields.items())
            carried += "data" in fields
            number, fields = number + 1, {}
    if number > 1:
        found.append(("sse[]", b"%d" % number))
    if not carried:
        raise ValueError("no event carries data")
    return found
