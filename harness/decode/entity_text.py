"""Character references of HTML and XML in a text (WHATWG HTML §13.5)."""

from __future__ import annotations

import html
import re

from harness.decode.budget import Budget
from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason

NAME = "entities"
_PER_ELEMENT = 2
"""References that cost as much as an element of a structured text."""
_REFERENCE = re.compile(
    rb"&(?:#[0-9]{2,7}(?![0-9])|#[xX][0-9A-Fa-f]{2,6}(?![0-9A-Fa-f])|(?:#[0-9]|amp|lt|gt|quot|apos);)"
)


def matches(data: bytes) -> bool:
    """Whether a reference is in it."""
    return b"&" in data and _REFERENCE.search(data) is not None


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """The text with its references undone.

    Raises ValueError where nothing changes, Refusal where more is than the budget allows.
    """
    if data.count(b"&") > _PER_ELEMENT * budget.structure:
        raise Refusal(GapReason.BUDGET, f"more than {_PER_ELEMENT * budget.structure} references")
    plain = html.unescape(data.decode("utf-8")).encode("utf-8", "surrogatepass")
    if plain == data:
        raise ValueError("no references")
    return [("entities", plain)]
