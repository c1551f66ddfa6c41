"""Older MIUI analytics, facts §3.4 (`com.miui.internal.analytics`): form `t=&value=<base64 JSON>&s=`."""

from __future__ import annotations

from typing import Any

NAME = "miui-tracks"
CITATION = "MIUI analytics, facts §3.4"
FORM_FIELDS = frozenset({"t", "s"})
JSON_FIELDS = frozenset(
    [
        "_ei_",
        "_mod_",
        "_et_",
        "_ev_",
        "_ett_",
        "_app_",
        "_log_event_class_",
        "_log_event_message_",
        "imei",
        "_miuiver_",
        "_di_",
        "_logs_",
    ]
)


def is_form(names: frozenset[str]) -> bool:
    """Whether a form is one of its uploads."""
    return {"t", "value", "s"} <= names


def recognises(value: Any) -> bool:
    """Whether a parsed JSON object is one of its records."""
    return value.__class__ is tuple and sum(key in JSON_FIELDS for key, _ in value) >= _ENOUGH


_ENOUGH = 2


def event(value: Any) -> tuple[str, int | None] | None:
    """Name of a record that names its event; the format's time is not known."""
    if not recognises(value):
        return None
    name = dict(value).get("_ei_")
    return (name, None) if isinstance(name, str) else None


def explains(where: str) -> bool:
    """Whether a place inside a record is a known field."""
    return where.rpartition(".")[2].partition("[")[0] in JSON_FIELDS
