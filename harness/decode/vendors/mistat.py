"""MiStat uploads, facts §3.3 (`com.xiaomi.stat` 3.0.16, hebinghua/AS_gallery).

A form `ai sv pv rg p fc sid sn`.  `p` is base64 of AES-128-CBC over gzip of JSON.  With `fc=1` the
`sid` carries the key under a constant of the SDK, so that body and `sid` decrypt without the server;
with `fc=0` the key was negotiated and the payload is a gap.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harness.decode.aes import cbc_decrypted
from harness.decode.base64_text import undo
from harness.decode.budget import Budget
from harness.decode.event_time import milliseconds
from harness.decode.form import fields
from harness.decode.refusal import Part, Refusal
from harness.decode.vendor_format import NamedEvent, VendorFormat, Wrapping, form_known, names
from harness.model.field import Field
from harness.model.message import GapReason

CITATION = "MiStat, facts §3.3"
_VECTOR = "cfbsdfgsdfxccvd1"
_SID_KEY = "4ef8b4ac42dbc3f95320b73ae0edbd43"
"""Constants of the SDK (facts §3.3): the vector as ASCII, the key in hex."""

_UPLOAD = names("p sid fc")
_FORM_FIELDS = names("ai sv pv rg p fc sid sn skey_rsa")
_JSON_FIELDS = names("""
    id aii rc av ac os rd pp st tz cc cs ob n ud es e eg ps ts tp eid ia ib md mm mcm bm aa ai oa
""")


def matches(data: bytes) -> bool:
    """Whether it is a form with a payload and a session."""
    return {name for name, _ in fields(data)} >= _UPLOAD


def unpack(data: bytes, _budget: Budget) -> list[Part]:
    """The decrypted payload, and what `sid` holds beside the key.

    Raises Refusal where the key was negotiated or is not the one in `sid`.
    """
    form = dict(fields(data))
    payload = undo(form["p"])
    if form.get("fc") != b"1":
        raise Refusal(GapReason.ENCRYPTED, "mistat fc=0: AES-128-CBC with a negotiated key")
    vector = _VECTOR.encode("ascii")
    sid = cbc_decrypted(bytes.fromhex(form["sid"].decode("ascii")), bytes.fromhex(_SID_KEY), vector)
    key = bytes.fromhex(sid.partition(b"_")[0].decode("ascii"))
    plain = cbc_decrypted(payload, key, vector)
    return [
        (("form:p", "base64", "aes-128-cbc(sid)"), plain),
        (("form:sid", "hex", "aes-128-cbc(constant)"), sid),
    ]


def event(value: Any) -> NamedEvent | None:
    """Name and time in ms of a parsed JSON object that is one event of `es`; None where it is none."""
    if value.__class__ is not tuple:
        return None
    keys = dict(value)
    if "e" not in keys or "ts" not in keys or not ("ps" in keys or "eg" in keys or "tp" in keys):
        return None
    return str(keys["e"]), milliseconds(keys["ts"])


def recognises(value: Any) -> bool:
    """Whether a parsed JSON object is a payload or one of its events."""
    if value.__class__ is not tuple:
        return False
    keys = {key for key, _ in value}
    return event(value) is not None or ("es" in keys and bool(keys & {"rc", "aii", "st", "id"}))


def knows(place: str) -> bool:
    """Whether a place inside an event is a known field."""
    return place in _JSON_FIELDS


def form_fields(form: Mapping[str, bytes]) -> Mapping[str, Field]:
    """The known fields of an upload or of the key exchange."""
    ours = form.keys() >= _UPLOAD or "skey_rsa" in form
    return form_known("mistat", CITATION, _FORM_FIELDS) if ours else {}


FORMAT = VendorFormat(
    "mistat",
    CITATION,
    in_form=Wrapping(matches, unpack),
    event=event,
    batch="es",
    recognises=recognises,
    knows=knows,
    form=form_fields,
    paths=frozenset(
        {
            b"/get_all_config",
            b"/key_get",
            b"/mistats",
            b"/mistats/v2",
            b"/mistats/v3",
            b"/mistats/js",
            b"/mistats/iosv3",
            b"/idservice/deviceid_get",
            b"/micrash",
            b"/realtime_network",
            b"/getsdkconfig",
        }
    ),
    salts=(_SID_KEY, _VECTOR),
)
