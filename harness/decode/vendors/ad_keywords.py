"""The advertisement keyword list, facts §3.6: `GET /filter/text?appKey=&clientInfo=&version=`, JSON back."""

from __future__ import annotations

from typing import Any

from harness.decode.vendor_format import VendorFormat, names

CITATION = "Ad keyword list, facts §3.6"
_JSON_FIELDS = names("status message version lastmodified cacheTime keywords")


def recognises(value: Any) -> bool:
    """Whether a parsed JSON object is the list."""
    return value.__class__ is tuple and {"keywords", "lastmodified"} <= {key for key, _ in value}


def knows(place: str) -> bool:
    """Whether a place inside the answer is a known field."""
    return place.partition("[")[0].partition(".")[0] in _JSON_FIELDS


FORMAT = VendorFormat(
    "ad-keywords",
    CITATION,
    recognises=recognises,
    knows=knows,
    paths=frozenset({b"/filter/text"}),
    queries=dict.fromkeys(("appKey", "clientInfo", "version"), "facts §3.6"),
)
