"""Beacon: the statistics format of a vendor that does not exist, as a pack of another vendor would bring it.

A form `v=&blob=`: `blob` is, from its end, the base64 of JSON whose bytes are turned over.  From their
beginning such letters, alone in a text, stand for a crash report.  The client's log holds the JSON behind
`BEACON `, its packets behind two bytes; `/sealed` is encrypted.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harness.decode import VendorFormat, Wrapping
from harness.decode.base64_text import undo
from harness.decode.budget import Budget
from harness.decode.form import fields
from harness.decode.refusal import Part
from harness.decode.vendor_format import form_known
from harness.model.field import Field
from harness.model.message import Message

CITATION = "Beacon 1.0, made up for this test"
MAGIC = b"\xbe\xac"
TURNED = bytes(255 - c for c in range(256))


def turned(letters: bytes) -> bytes:
    plain = undo(letters).translate(TURNED)
    if plain[:1] != b"{":
        raise ValueError("no JSON of a beacon")
    return plain


def in_form(data: bytes, _budget: Budget) -> list[Part]:
    return [
        (("form:blob", "from its end", "base64", "turned(beacon)"), turned(dict(fields(data))["blob"][::-1]))
    ]


def in_base64(data: bytes, _budget: Budget) -> list[Part]:
    return [(("base64", "turned(beacon)"), turned(data))]


def ciphertext(message: Message, _body: bytes) -> str | None:
    return "beacon: sealed" if message.target == b"/sealed" else None


def event(value: Any) -> tuple[str, int | None] | None:
    keys = dict(value) if value.__class__ is tuple else {}
    return (keys["what"], int(keys["at"])) if {"what", "at"} <= keys.keys() else None


def form(given: Mapping[str, bytes]) -> Mapping[str, Field]:
    return form_known("beacon", CITATION, given) if given.keys() == {"v", "blob"} else {}


FORMAT = VendorFormat(
    "beacon",
    CITATION,
    in_text=Wrapping(
        lambda data: data.startswith(b"BEACON {"), lambda data, _budget: [("beacon-log", data[7:])]
    ),
    in_form=Wrapping(lambda data: b"blob=" in data, in_form),
    in_base64=Wrapping(lambda data: data[:1] in b"hg", in_base64),
    in_bytes=Wrapping(
        lambda data: data.startswith(MAGIC),
        lambda data, _budget: [("packet(beacon)", data[len(MAGIC) :].translate(TURNED))],
    ),
    ciphertext=ciphertext,
    event=event,
    batch="batch",
    tokens=("install",),
    recognises=lambda value: event(value) is not None or "install" in dict(value),
    knows=lambda place: place in {"install", "what"},
    form=form,
    paths=frozenset({b"/beacon"}),
    headers=frozenset({"x-beacon"}),
    queries={"b": CITATION},
    salts=("beacon-salt",),
)
