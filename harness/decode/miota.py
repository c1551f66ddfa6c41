"""Update checks of `com.android.updater`, facts §3.5: AES-128-CBC under a key and a vector that are known.

Request `q=<base64>&t=&s=1`, answer the base64 alone.  A signed-in request uses the account's key.
"""

from __future__ import annotations

from typing import Any

from harness.decode.aes import cbc_decrypted
from harness.decode.base64_text import matches as is_base64
from harness.decode.base64_text import undo
from harness.decode.budget import Budget
from harness.decode.refusal import Part

NAME = "miota"
CITATION = "Updater, facts §3.5"
KEY = b"miuiotavalided11"
VECTOR = b"0102030405060708"
FORM_FIELDS = frozenset({"t", "s"})
JSON_FIELDS = frozenset(
    ["b", "c", "d", "p", "pn", "r", "l", "v", "bv", "sdk", "id", "i", "i2", "g", "sn", "options"]
)
_LEAST = 24
_BLOCK = 16


def is_form(names: frozenset[str]) -> bool:
    """Whether a form is an update check."""
    return {"q", "t", "s"} <= names


def recognises(value: Any) -> bool:
    """Whether a parsed JSON object is an update check."""
    return value.__class__ is tuple and {"d", "v", "options"} <= {key for key, _ in value}


def event(_value: Any) -> tuple[str, int | None] | None:
    """It reports no events."""
    return None


def explains(where: str) -> bool:
    """Whether a place inside the check is a known field."""
    outer, _, inner = where.partition(".")
    return outer in JSON_FIELDS and (not inner or outer == "options")


def matches(data: bytes) -> bool:
    """Whether it is base64 of whole cipher blocks."""
    if len(data) < _LEAST or not is_base64(data):
        return False
    body = data.rstrip(b"=\r\n ")
    return len(body) * 3 // 4 % _BLOCK == 0 or b"\n" in data


def unpack(data: bytes, _budget: Budget) -> list[Part]:
    """The decrypted JSON.  Raises ValueError where the known key does not fit."""
    plain = cbc_decrypted(undo(data), KEY, VECTOR)
    if plain[:1] not in (b"{", b"["):
        raise ValueError("not an update check")
    return [(("base64", "aes-128-cbc(miota)"), plain)]
