"""Character references of HTML and XML in a text (WHATWG HTML §13.5)."""

from __future__ import annotations

import html
import re

from harness.decode.accounted import Accounted
from harness.decode.budget import Budget
from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason

NAME = "entities"
_PER_ELEMENT = 2
"""References that cost as much as an element of a structured text."""
_REFERENCE = re.compile(
    rb"&(?:#[0-9]{2,7}(?![0-9])|#[xX][0-9A-Fa-f]{2,6}(?![0-9A-Fa-f])|(?:#[0-9]|amp|lt|gt|quot|apos);)"
)

_REFERENCES = re.compile(r"&(?:#[0-9]+;?|#[xX][0-9A-Fa-f]+;?|[^\t\n\f <&#;]{1,32};?)")


def matches(data: bytes) -> bool:
    """Whether a reference is in it."""
    return b"&" in data and _REFERENCE.search(data) is not None


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """The text with its references undone.

    Raises ValueError where nothing changes, Refusal where more is than the budget allows.
    """
    if data.count(b"&") > _PER_ELEMENT * budget.structure:
        raise Refusal(GapReason.BUDGET, f"more than {_PER_ELEMENT * budget.structure} references")
    plain = _REFERENCES.sub(_undone, data.decode("utf-8")).encode("utf-8", "surrogatepass")
    if plain == data:
        raise ValueError("no references")
    return [("entities", plain)]


def _undone(match: re.Match[str]) -> str:
    """A reference undone; one to no character stays as it is, since HTML would drop its number."""
    text = match.group()
    plain = html.unescape(text)
    return text if not plain or "\ufffd" in plain else plain


def account(data: bytes, budget: Budget) -> Accounted:
    """All of it is content: what refers to nothing stays."""
    unpack(data, budget)
    return Accounted(len(data), len(data))
