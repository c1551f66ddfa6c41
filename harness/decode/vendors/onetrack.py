"""OneTrack, facts §3.2 (`com.xiaomi.onetrack` SDK 1.2.9, hebinghua/AS_gallery).

`POST /track/v4` is AES-128-ECB with a negotiated key: a gap, but the plaintext `OT_*` headers say who
reported and when.  `/track/v4/o` is the same envelope in clear: a JSON array of `{"H": {}, "B": {}}`.
The SDK's own log lines hold the payload before it is encrypted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harness.decode.budget import Budget
from harness.decode.event_time import milliseconds
from harness.decode.refusal import Part
from harness.decode.vendor_format import NamedEvent, VendorFormat, Wrapping, form_known, names
from harness.model.field import Field
from harness.model.message import Message

CITATION = "OneTrack, facts §3.2"

_H_FIELDS = names("""
    event imei oaid gaid instance_id instance_id_type mfrs model platform miui build os_ver app_id app_ver pkg
    channel e_ts tz net region plugin_id sdk_ver uid uid_type sid sdk_mode ot_first_day ot_test_env
    ot_privacy_policy market_name imeis imsis
""")
"""Keys of the header object (facts §3.2)."""

_KEY_EXCHANGE = frozenset({"secretKey", "sign"})
"""Fields of the key exchange `/track/key_get`."""
_SIGN_CONSTANT = "miui_sdkconfig_jafej!@#)(*e@!#"
"""What the key exchange appends to what it signs (facts §3.2)."""
_UPLOAD = b"/track/v4"
_BLOCK = 16
_LOG_MARKS = (b" payload:", b"track data:")


def matches(data: bytes) -> bool:
    """Whether it is a line of the SDK's log channel that holds a payload."""
    return any(mark in data for mark in _LOG_MARKS) and (b"{" in data)


def unpack(data: bytes, _budget: Budget) -> list[Part]:
    """The payload of a log line, and what stands before it.  Raises ValueError where the line holds none."""
    for mark in _LOG_MARKS:
        before, found, payload = data.partition(mark)
        if found and payload.lstrip()[:1] in (b"{", b"["):
            parts: list[Part] = [("onetrack-log", payload.strip())]
            return [*parts, ("onetrack-log:before", before)] if before else parts
    raise ValueError("no payload in this line")


def ciphertext(message: Message, body: bytes) -> str | None:
    """How an upload is encrypted."""
    if message.target.partition(b"?")[0] == _UPLOAD and len(body) % _BLOCK == 0:
        return "onetrack /track/v4: AES-128-ECB with a negotiated key, facts §3.2"
    return None


def event(value: Any) -> NamedEvent | None:
    """Name and time in ms of a parsed JSON object that is one envelope; None where it is none."""
    if value.__class__ is not tuple:
        return None
    keys = dict(value)
    head = keys.get("H")
    if head.__class__ is not tuple or "B" not in keys:
        return None
    inner = dict(head)
    name = inner.get("event")
    return (name, milliseconds(inner.get("e_ts"))) if isinstance(name, str) else None


def recognises(value: Any) -> bool:
    """Whether a parsed JSON object is an envelope."""
    return event(value) is not None


def knows(place: str) -> bool:
    """Whether a place inside an envelope, such as `H.event`, is a known field."""
    outer, _, inner = place.partition(".")
    return outer == "H" and inner.partition("[")[0] in _H_FIELDS


def form_fields(form: Mapping[str, bytes]) -> Mapping[str, Field]:
    """The known fields of a key exchange."""
    return form_known("onetrack", CITATION, _KEY_EXCHANGE) if form.keys() == _KEY_EXCHANGE else {}


FORMAT = VendorFormat(
    "onetrack",
    CITATION,
    in_text=Wrapping(matches, unpack),
    ciphertext=ciphertext,
    event=event,
    tokens=("instance_id",),
    recognises=recognises,
    knows=knows,
    form=form_fields,
    paths=frozenset(
        {
            _UPLOAD,
            b"/track/v4/o",
            b"/track/key_get",
            b"/api/v4/detail/config",
            b"/api/v4/detail/config_common",
            b"/api/v4/detail/config_p",
            b"/api/v1/token",
        }
    ),
    headers=names("ot_sid ot_ts ot_net ot_sender ot_protocol"),
    salts=(_SIGN_CONSTANT,),
)
