"""The revoke request, facts §3.7 (MI-Settings `PrivacyNetUtils.java`): `fidNonce` = base64 of JSON.

Its `imei1sign` is the upper-case MD5 of the IMEI, `macsign` the MD5 of the MAC, `imei1sha2` SHA-256.
"""

from __future__ import annotations

from typing import Any

from harness.decode.vendor_format import VendorFormat, names

CITATION = "Revoke request, facts §3.7"
_JSON_FIELDS = names("""
    appModule imei1sign imei2sign macsign devName region language miuiVer extra imei1sha2 imei2sha2 sim1sign
    sim2sign nonce
""")
_OWN = names("appModule imei1sign imei2sign macsign fidNonce")


def recognises(value: Any) -> bool:
    """Whether a parsed JSON object is the request's."""
    return value.__class__ is tuple and sum(key in _OWN for key, _ in value) > 1


def knows(place: str) -> bool:
    """Whether a place inside the request is a known field."""
    return place.rpartition(".")[2] in _JSON_FIELDS


FORMAT = VendorFormat(
    "revoke",
    CITATION,
    recognises=recognises,
    knows=knows,
    paths=frozenset({b"/pass/revokeuser", b"/pass/revokedev"}),
)
