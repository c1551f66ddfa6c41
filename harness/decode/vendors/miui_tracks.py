"""Older MIUI analytics, facts §3.4 (`com.miui.internal.analytics`): form `t=&value=<base64 JSON>&s=`."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harness.decode.vendor_format import NamedEvent, VendorFormat, form_known, names
from harness.model.field import Field

CITATION = "MIUI analytics, facts §3.4"
_FORM_FIELDS = ("t", "s")
_JSON_FIELDS = names("""
    _ei_ _mod_ _et_ _ev_ _ett_ _app_ _log_event_class_ _log_event_message_ imei _miuiver_ _di_ _logs_
""")
_ENOUGH = 2


def recognises(value: Any) -> bool:
    """Whether a parsed JSON object is one of its records."""
    return value.__class__ is tuple and sum(key in _JSON_FIELDS for key, _ in value) >= _ENOUGH


def event(value: Any) -> NamedEvent | None:
    """Name of a record that names its event; the format's time is not known."""
    if not recognises(value):
        return None
    name = dict(value).get("_ei_")
    return (name, None) if isinstance(name, str) else None


def knows(place: str) -> bool:
    """Whether a place inside a record is a known field."""
    return place.rpartition(".")[2].partition("[")[0] in _JSON_FIELDS


def form_fields(form: Mapping[str, bytes]) -> Mapping[str, Field]:
    """The known fields of an upload."""
    return (
        form_known("miui-tracks", CITATION, _FORM_FIELDS, names=("value",))
        if {"t", "value", "s"} <= form.keys()
        else {}
    )


FORMAT = VendorFormat(
    "miui-tracks",
    CITATION,
    event=event,
    recognises=recognises,
    knows=knows,
    form=form_fields,
    paths=frozenset({b"/tracks"}),
)
