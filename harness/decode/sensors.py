"""Sensors Analytics uploads, facts §3.1.

Sources: sensorsdata/sa-sdk-android 6.8.0 (`AnalyticsMessages.java`, `TransportEncryption.java`),
sa-sdk-javascript 1.27.10.

A form with `data_list` or `data`: base64 of gzip (`gzip=1`) or of the JSON itself (web), whose layers
are undone by content.  This module adds what content cannot tell: that `crc` is right, and which
variants are encrypted (`gzip=9` and `13`).
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from harness.decode.budget import Budget
from harness.decode.event_time import milliseconds
from harness.decode.form import fields
from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason

NAME = "sensors"
CITATION = "Sensors Analytics, facts §3.1"
_OURS = re.compile(rb"(?:^|&)(?:data_list|data)=")
_ENCRYPTED = {
    "9": "each event encrypted (AES-128-CBC, key wrapped by RSA)",
    "13": "transport encryption (AES-128-CBC, key wrapped by RSA)",
}

EVENT_FIELDS = frozenset(
    [
        "_track_id",
        "time",
        "type",
        "distinct_id",
        "anonymous_id",
        "identities",
        "project",
        "token",
        "event",
        "original_id",
        "login_id",
        "item_type",
        "item_id",
        "lib",
        "properties",
        "_flush_time",
        "flush_time",
        "ekey",
        "pkv",
        "payloads",
        "_nocache",
        "$identity_login_id",
        "$identity_android_id",
        "$identity_anonymous_id",
        "$identity_cookie_id",
        "$identity_android_uuid",
        "$lib_method",
        "$lib_detail",
    ]
)
"""Keys of an event and of its `lib` and `identities` objects (facts §3.1; `TrackEvent.java`)."""

PROPERTIES = frozenset(
    [
        "$os",
        "$os_version",
        "$lib",
        "$lib_version",
        "$manufacturer",
        "$model",
        "$brand",
        "$app_version",
        "$screen_width",
        "$screen_height",
        "$timezone_offset",
        "$app_id",
        "$app_name",
        "$wifi",
        "$network_type",
        "$device_id",
        "$anonymization_id",
        "$carrier",
        "$is_first_day",
        "$is_first_time",
        "$resume_from_background",
        "$screen_name",
        "$title",
        "$screen_orientation",
        "event_duration",
        "$event_duration",
        "$referrer",
        "$url",
        "$url_path",
        "$latest_referrer",
        "$latest_referrer_host",
        "$latest_traffic_source_type",
        "$latest_search_keyword",
        "$viewport_width",
        "$viewport_height",
        "uuid",
        "internet_status",
        "platform",
        "miui_version",
        "miui_region",
        "system_language",
        "url",
        "used_searchengine",
        "search_position",
        "search_method",
        "search_word",
        "op",
        "suffix",
        "search_type",
        "page",
        "cause",
    ]
)
"""Preset properties (facts §3.1) and those of the browsers' own events (facts §2.3)."""


def matches(data: bytes) -> bool:
    """Whether it is a form with the field of the events."""
    return _OURS.search(data) is not None


def java_hash(text: str) -> int:
    """Java's `String.hashCode()`: signed 32 bits over UTF-16 units (Java SE API, java.lang.String)."""
    if text.isascii():
        value = _sum(text.encode("ascii"))
    else:
        value = 0
        units = text.encode("utf-16-be", "surrogatepass")
        for at in range(0, len(units), 2):
            value = (31 * value + (units[at] << 8) + units[at + 1]) & 0xFFFFFFFF
    return _signed(value)


def _signed(value: int) -> int:
    return value - (1 << 32) if value >= 1 << 31 else value


def _sum(data: bytes) -> int:
    """The sum of unit x 31^i over ASCII text, modulo 2^32.

    It is read by `int(..., 31)` in C, a unit being a low digit and a carry of 31: five times faster than
    a loop, and the checksum is recomputed for every upload.
    """
    low, high = data.translate(_LOW), data.translate(_HIGH)
    rest = len(data) % _BLOCK
    value = int(low[:rest], 31) + 31 * int(high[:rest], 31) if rest else 0
    for at in range(rest, len(data), _BLOCK):
        value = (
            value * _WEIGHT + int(low[at : at + _BLOCK], 31) + 31 * int(high[at : at + _BLOCK], 31)
        ) & 0xFFFFFFFF
    return value & 0xFFFFFFFF


_BLOCK = 128
_WEIGHT = pow(31, _BLOCK, 1 << 32)
_DIGITS = b"0123456789abcdefghijklmnopqrstu"
_LOW = bytes(_DIGITS[c % 31] for c in range(256))
_HIGH = bytes(_DIGITS[c // 31] for c in range(256))


def checksum_holds(form: Mapping[str, bytes]) -> bool | None:
    """Whether `crc` (Android) or `ext=crc=` (web) is the hash of the events' text; None without one."""
    sent = form.get("crc")
    if sent is None:
        ext = form.get("ext", b"")
        sent = ext[4:] if ext.startswith(b"crc=") else None
    content = form.get("data_list", form.get("data"))
    if sent is None or content is None:
        return None
    content = content.replace(b" ", b"+")
    return sent == b"%d" % (
        _signed(_sum(content)) if content.isascii() else java_hash(content.decode("utf-8", "replace"))
    )


def unpack(data: bytes, _budget: Budget) -> list[Part]:
    """Nothing beyond the form's own fields.

    Raises Refusal where the checksum is wrong or the events are encrypted.
    """
    form = dict(fields(data))
    variant = form.get("gzip", b"").decode("ascii", "replace")
    if variant in _ENCRYPTED:
        raise Refusal(GapReason.ENCRYPTED, f"{NAME} gzip={variant}: {_ENCRYPTED[variant]}")
    if len(data) <= _CHECKED and checksum_holds(form) is False:
        raise Refusal(GapReason.CHECKSUM, f"{NAME}: crc is not the hash of the events' text")
    return []


_CHECKED = 4 * 1024 * 1024
"""Bytes up to which the checksum is recomputed: a hash in Python takes its time."""


def event(value: Any) -> tuple[str, int | None] | None:
    """Name and time in ms of a parsed JSON object that is one event; None where it is none."""
    if value.__class__ is not tuple:
        return None
    keys = dict(value)
    if "distinct_id" not in keys or "type" not in keys or not ("properties" in keys or "event" in keys):
        return None
    name = keys.get("event") or keys["type"]
    time = keys.get("time")
    return str(name), milliseconds(time)


def recognises(value: Any) -> bool:
    """Whether a parsed JSON object is an event, in clear or encrypted."""
    return event(value) is not None or (
        value.__class__ is tuple and {"ekey", "payloads"} <= {key for key, _ in value}
    )


def explains(where: str) -> bool:
    """Whether a place inside an event, such as `properties.url`, is a known field."""
    outer, _, inner = where.partition(".")
    if not inner:
        return outer in EVENT_FIELDS
    if outer == "properties":
        return inner in PROPERTIES
    return outer in ("lib", "identities") and (inner in PROPERTIES or inner in EVENT_FIELDS)
