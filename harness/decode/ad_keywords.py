"""The advertisement keyword list, facts §3.6: `GET /filter/text?appKey=&clientInfo=&version=`, JSON back."""

from __future__ import annotations

from typing import Any

NAME = "ad-keywords"
CITATION = "Ad keyword list, facts §3.6"
PATH = b"/filter/text"
QUERY = frozenset({"appKey", "clientInfo", "version"})
JSON_FIELDS = frozenset(["status", "message", "version", "lastmodified", "cacheTime", "keywords"])


def recognises(value: Any) -> bool:
    """Whether a parsed JSON object is the list."""
    return value.__class__ is tuple and {"keywords", "lastmodified"} <= {key for key, _ in value}


def event(_value: Any) -> tuple[str, int | None] | None:
    """It reports no events."""
    return None


def explains(where: str) -> bool:
    """Whether a place inside the answer is a known field."""
    return where.partition("[")[0].partition(".")[0] in JSON_FIELDS
