"""Lumolog: the usage statistics of a vendor that does not exist.

A form with one field: `log` is, from its end, the base64 of gzip of JSON with an array `events`.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harness.decode.base64_text import undo
from harness.decode.budget import Budget
from harness.decode.form import fields
from harness.decode.gzip_stream import unpack as unzipped
from harness.decode.refusal import Part
from harness.decode.vendor_format import VendorFormat, Wrapping, form_known
from harness.model.field import Field

CITATION = "Lumolog 1, made up with the pack"


def in_form(data: bytes, budget: Budget) -> list[Part]:
    """The JSON in `log`.  Raises ValueError where it is none."""
    letters = dict(fields(data))["log"][::-1]
    whole = ("form:log", "from its end", "base64")
    return [((*whole, str(step)), part) for step, part in unzipped(undo(letters), budget)]


def event(value: Any) -> tuple[str, int | None] | None:
    """Name and time of one of the `events`."""
    keys = dict(value) if value.__class__ is tuple else {}
    return (keys["what"], int(keys["at"])) if {"what", "at"} <= keys.keys() else None


def form(given: Mapping[str, bytes]) -> Mapping[str, Field]:
    """Its one field, of which the name is known."""
    return form_known("lumolog", CITATION, (), names=("log",)) if given.keys() == {"log"} else {}


FORMAT = VendorFormat(
    "lumolog",
    CITATION,
    in_form=Wrapping(lambda data: data.startswith(b"log="), in_form),
    event=event,
    batch="events",
    tokens=("install",),
    recognises=lambda value: event(value) is not None or "install" in dict(value),
    knows=lambda place: place in {"install", "what", "at", "note"},
    form=form,
    paths=frozenset({b"/log"}),
)
