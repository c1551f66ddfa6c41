"""XML property lists (Apple DTD PropertyList-1.0): read by `plistlib`, which keeps a stack of its own."""

from __future__ import annotations

import plistlib
from datetime import datetime
from typing import Any
from xml.parsers.expat import ExpatError

from harness.decode.budget import Budget
from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason

NAME = "plist"
_HEAD = 512


def matches(data: bytes) -> bool:
    """Whether the element of a property list opens near the beginning."""
    return b"<plist" in data[:_HEAD]


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """Texts, numbers and data of the list, `plist:a.b[0]`.  Raises ValueError, Refusal."""
    if data.count(b"<") > budget.structure:
        raise Refusal(GapReason.BUDGET, f"property list of more than {budget.structure} tags")
    try:
        value = plistlib.loads(data, fmt=plistlib.FMT_XML)
    except (ExpatError, LookupError, OverflowError, TypeError, AttributeError) as e:
        raise ValueError("not a property list") from e
    found: list[Part] = []
    _walk(value, "plist:", found, budget.nesting)
    return found


def _walk(value: Any, step: str, found: list[Part], levels: int) -> None:
    if levels == 0:
        raise Refusal(GapReason.BUDGET, "property list nested too deep", found)
    if isinstance(value, dict):
        for key, inner in value.items():
            _walk(inner, step + key if step == "plist:" else f"{step}.{key}", found, levels - 1)
    elif isinstance(value, list):
        for number, inner in enumerate(value):
            _walk(inner, f"{step}[{number}]", found, levels - 1)
    elif isinstance(value, bytes):
        found.append((step, value))
    elif isinstance(value, datetime):
        found.append((step, value.isoformat().encode()))
    elif isinstance(value, (int, float)):
        found.append((step, repr(value).encode()))
    else:
        found.append((step, str(value).encode("utf-8", "surrogatepass")))
