"""OneTrack, facts §3.2 (`com.xiaomi.onetrack` SDK 1.2.9, hebinghua/AS_gallery).

`POST /track/v4` is AES-128-ECB with a negotiated key: a gap, but the plaintext `OT_*` headers say who
reported and when.  `/track/v4/o` is the same envelope in clear: a JSON array of `{"H": {}, "B": {}}`.
The SDK's own log lines hold the payload before it is encrypted.
"""

from __future__ import annotations

from typing import Any

from harness.decode.budget import Budget
from harness.decode.event_time import milliseconds
from harness.decode.refusal import Part

NAME = "onetrack"
CITATION = "OneTrack, facts §3.2"

HEADERS = frozenset({"ot_sid", "ot_ts", "ot_net", "ot_sender", "ot_protocol"})
H_FIELDS = frozenset(
    [
        "event",
        "imei",
        "oaid",
        "gaid",
        "instance_id",
        "instance_id_type",
        "mfrs",
        "model",
        "platform",
        "miui",
        "build",
        "os_ver",
        "app_id",
        "app_ver",
        "pkg",
        "channel",
        "e_ts",
        "tz",
        "net",
        "region",
        "plugin_id",
        "sdk_ver",
        "uid",
        "uid_type",
        "sid",
        "sdk_mode",
        "ot_first_day",
        "ot_test_env",
        "ot_privacy_policy",
        "market_name",
        "imeis",
        "imsis",
    ]
)
"""Keys of the header object (facts §3.2)."""

KEY_FORM = frozenset({"secretKey", "sign"})
"""Fields of the key exchange `/track/key_get`."""

_LOG_MARKS = (b" payload:", b"track data:")


def matches(data: bytes) -> bool:
    """Whether it is a line of the SDK's log channel that holds a payload."""
    return any(mark in data for mark in _LOG_MARKS) and (b"{" in data)


def unpack(data: bytes, _budget: Budget) -> list[Part]:
    """The payload of a log line.  Raises ValueError where the line holds none."""
    for mark in _LOG_MARKS:
        _, found, payload = data.partition(mark)
        if found and payload.lstrip()[:1] in (b"{", b"["):
            return [("onetrack-log", payload.strip())]
    raise ValueError("no payload in this line")


def event(value: Any) -> tuple[str, int | None] | None:
    """Name and time in ms of a parsed JSON object that is one envelope; None where it is none."""
    if value.__class__ is not tuple:
        return None
    keys = dict(value)
    head = keys.get("H")
    if head.__class__ is not tuple or "B" not in keys:
        return None
    inner = dict(head)
    name, time = inner.get("event"), inner.get("e_ts")
    if not isinstance(name, str):
        return None
    return name, milliseconds(time)


def recognises(value: Any) -> bool:
    """Whether a parsed JSON object is an envelope."""
    return event(value) is not None


def explains(where: str) -> bool:
    """Whether a place inside an envelope, such as `H.event`, is a known field."""
    outer, _, inner = where.partition(".")
    return outer == "H" and inner.partition("[")[0] in H_FIELDS
