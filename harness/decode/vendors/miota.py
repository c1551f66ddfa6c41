"""Update checks of `com.android.updater`, facts §3.5: AES-128-CBC under a key and a vector that are known.

Request `q=<base64>&t=&s=1`, answer the base64 alone.  A signed-in request uses the account's key.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harness.decode.aes import cbc_decrypted
from harness.decode.base64_text import matches as is_base64
from harness.decode.base64_text import undo
from harness.decode.budget import Budget
from harness.decode.refusal import Part
from harness.decode.vendor_format import VendorFormat, Wrapping, form_known, names
from harness.model.field import Field

CITATION = "Updater, facts §3.5"
KEY = "miuiotavalided11"
VECTOR = "0102030405060708"
_FORM_FIELDS = ("t", "s")
_JSON_FIELDS = names("b c d p pn r l v bv sdk id i i2 g sn options")
_LEAST = 24
_BLOCK = 16


def matches(data: bytes) -> bool:
    """Whether it is base64 of whole cipher blocks."""
    if len(data) < _LEAST or (len(data.rstrip(b"=\r\n ")) * 3 // 4 % _BLOCK and b"\n" not in data):
        return False
    return is_base64(data)


def unpack(data: bytes, _budget: Budget) -> list[Part]:
    """The decrypted JSON.  Raises ValueError where the known key does not fit."""
    plain = cbc_decrypted(undo(data), KEY.encode("ascii"), VECTOR.encode("ascii"))
    if plain[:1] not in (b"{", b"["):
        raise ValueError("not an update check")
    return [(("base64", "aes-128-cbc(miota)"), plain)]


def recognises(value: Any) -> bool:
    """Whether a parsed JSON object is an update check."""
    return value.__class__ is tuple and {"d", "v", "options"} <= {key for key, _ in value}


def knows(place: str) -> bool:
    """Whether a place inside the check is a known field."""
    outer, _, inner = place.partition(".")
    return outer in _JSON_FIELDS and (not inner or outer == "options")


def form_fields(form: Mapping[str, bytes]) -> Mapping[str, Field]:
    """The known fields of a request."""
    return form_known("miota", CITATION, _FORM_FIELDS, names=("q",)) if {"q", "t", "s"} <= form.keys() else {}


FORMAT = VendorFormat(
    "miota",
    CITATION,
    in_base64=Wrapping(matches, unpack),
    recognises=recognises,
    knows=knows,
    form=form_fields,
    paths=frozenset({b"/updates/miotaV3.php"}),
    salts=(KEY,),
)
