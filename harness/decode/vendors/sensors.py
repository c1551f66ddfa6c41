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
from harness.decode.java_hash import java_hash
from harness.decode.refusal import Part, Refusal
from harness.decode.vendor_format import NamedEvent, VendorFormat, Wrapping, form_known, names
from harness.model.field import RECOMPUTED, Field
from harness.model.message import GapReason

NAME = "sensors"
CITATION = "Sensors Analytics, facts §3.1"
_CHECKSUM = "checksum: Java String.hashCode of the events' text"
_EVENTS = re.compile(rb"(?:^|&)(?:data_list|data)=")
_ENCRYPTED = {
    "9": "each event encrypted (AES-128-CBC, key wrapped by RSA)",
    "13": "transport encryption (AES-128-CBC, key wrapped by RSA)",
}
_CHECKED = 4 * 1024 * 1024
"""Bytes up to which the checksum is recomputed: a hash in Python takes its time."""

_EVENT_FIELDS = names("""
    _track_id time type distinct_id anonymous_id identities project token event original_id login_id item_type
    item_id lib properties _flush_time flush_time ekey pkv payloads _nocache $identity_login_id
    $identity_android_id $identity_anonymous_id $identity_cookie_id $identity_android_uuid $lib_method
    $lib_detail
""")
"""Keys of an event and of its `lib` and `identities` objects (facts §3.1; `TrackEvent.java`)."""

_PROPERTIES = names("""
    $os $os_version $lib $lib_version $manufacturer $model $brand $app_version $screen_width $screen_height
    $timezone_offset $app_id $app_name $wifi $network_type $device_id $anonymization_id $carrier $is_first_day
    $is_first_time $resume_from_background $screen_name $title $screen_orientation event_duration
    $event_duration $referrer $url $url_path $latest_referrer $latest_referrer_host
    $latest_traffic_source_type $latest_search_keyword $viewport_width $viewport_height uuid internet_status
    platform miui_version miui_region system_language url used_searchengine search_position search_method
    search_word op suffix search_type page cause
""")
"""Preset properties (facts §3.1) and those of the browsers' own events (facts §2.3)."""


def matches(data: bytes) -> bool:
    """Whether it is a form with the field of the events."""
    return _EVENTS.search(data) is not None


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


def checksum_holds(form: Mapping[str, bytes]) -> bool | None:
    """Whether `crc` (Android) or `ext=crc=` (web) is the hash of the events' text; None without one."""
    sent = form.get("crc")
    if sent is None:
        ext = form.get("ext", b"")
        sent = ext[4:] if ext.startswith(b"crc=") else None
    content = form.get("data_list", form.get("data"))
    if sent is None or content is None:
        return None
    return sent == b"%d" % java_hash(content.replace(b" ", b"+"))


def event(value: Any) -> NamedEvent | None:
    """Name and time in ms of a parsed JSON object that is one event; None where it is none."""
    if value.__class__ is not tuple:
        return None
    keys = dict(value)
    if "distinct_id" not in keys or "type" not in keys or not ("properties" in keys or "event" in keys):
        return None
    return str(keys.get("event") or keys["type"]), milliseconds(keys.get("time"))


def recognises(value: Any) -> bool:
    """Whether a parsed JSON object is an event, in clear or encrypted."""
    return event(value) is not None or (
        value.__class__ is tuple and {"ekey", "payloads"} <= {key for key, _ in value}
    )


def knows(place: str) -> bool:
    """Whether a place inside an event, such as `properties.url`, is a known field."""
    outer, _, inner = place.partition(".")
    if not inner:
        return outer in _EVENT_FIELDS
    if outer == "properties":
        return inner in _PROPERTIES
    return outer in ("lib", "identities") and (inner in _PROPERTIES or inner in _EVENT_FIELDS)


def form_fields(form: Mapping[str, bytes]) -> Mapping[str, Field]:
    """The known fields of an upload: the checksum only where it recomputes."""
    if "data_list" not in form and "data" not in form:
        return {}
    wrapping = ("data", "data_list", "crc", "ext")
    known = form_known(NAME, CITATION, ("gzip", "instant_event"), names=wrapping)
    if checksum_holds(form):
        known |= form_known(NAME, _CHECKSUM, ("crc", "ext"), RECOMPUTED)
    return known


FORMAT = VendorFormat(
    NAME,
    CITATION,
    in_form=Wrapping(matches, unpack),
    event=event,
    tokens=("anonymous_id", "distinct_id", "uuid"),
    recognises=recognises,
    knows=knows,
    form=form_fields,
    paths=frozenset({b"/sa", b"/sa.gif"}),
    headers=frozenset({"dry-run"}),
    queries={"project": CITATION, "r": "facts §2.3"},
)
