"""What the vendors' formats say of a tree: events with their own times, and which leaves are known fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from harness.decode import ad_keywords, explain, miota, mistat, miui_tracks, onetrack, revoke, sensors
from harness.decode.form import fields
from harness.decode.node import ROOT
from harness.decode.tree import Tree
from harness.model.sighting import ReportedEvent


class Vendor(Protocol):
    """A reporting channel whose events are JSON objects."""

    NAME: str
    CITATION: str

    def event(self, value: Any) -> tuple[str, int | None] | None:
        """Name and time in ms of an object that is one event."""

    def recognises(self, value: Any) -> bool:
        """Whether an object is of this format."""

    def explains(self, where: str) -> bool:
        """Whether a place inside such an object is a known field."""


VENDORS: tuple[Vendor, ...] = (sensors, onetrack, mistat, miui_tracks, miota, revoke, ad_keywords)

_SEARCHED = 10_000
"""Objects of one JSON text that are looked at for events."""


def events(tree: Tree) -> tuple[ReportedEvent, ...]:
    """Every event that the message reports."""
    return tuple(
        ReportedEvent(vendor.NAME, name, time, (*tree.path(node), step))
        for node, value in tree.values.items()
        for step, vendor, name, time in _events(value)
    )


def _objects(value: Any) -> Iterator[tuple[str, Any]]:
    """The objects in which an event may be: the root, items of an array, items of `es`."""
    if value.__class__ is tuple:
        yield "json:", value
        for key, inner in value:
            if key == "es" and inner.__class__ is list:
                for number, item in enumerate(inner[:_SEARCHED]):
                    yield f"json:es[{number}]", item
    elif value.__class__ is list:
        for number, item in enumerate(value[:_SEARCHED]):
            yield f"json:[{number}]", item


def _events(value: Any) -> Iterator[tuple[str, Vendor, str, int | None]]:
    for step, item in _objects(value):
        for vendor in VENDORS:
            read = vendor.event(item)
            if read is not None:
                yield step, vendor, read[0], read[1]
                break


def explanations(tree: Tree) -> dict[int, str]:
    """The reason why a node is understood, by node; what lies below an explained node is explained."""
    found: dict[int, str] = {}
    known = {
        node: [
            (step, vendor) for step, item in _objects(value) for vendor in VENDORS if vendor.recognises(item)
        ]
        for node, value in tree.values.items()
    }
    forms = _vendor_forms(tree)
    for node, parent in enumerate(tree.parents):
        if parent in found:
            found[node] = found[parent]
            continue
        step = tree.steps[node]
        if not isinstance(step, str):
            continue
        reason = _explained(tree, node, step, known, forms)
        if reason is not None:
            found[node] = reason
    return found


def _explained(
    tree: Tree,
    node: int,
    step: str,
    known: Mapping[int, list[tuple[str, Vendor]]],
    forms: Mapping[int, Mapping[str, str]],
) -> str | None:
    parent = tree.parents[node]
    if parent == ROOT:
        return _explained_by_request(tree.blobs[node], step)
    if explain.timestamp(tree.blobs[node]):
        return "timestamp"
    if parent in forms and step.startswith("form:"):
        return forms[parent].get(step[5:])
    for prefix, vendor in known.get(parent, ()):
        inside = step[len(prefix) :] if step.startswith(prefix) else ""
        if inside.endswith("}"):
            inside = inside.replace("{", "").rstrip("}")
        if inside and (inside[0] == "." or prefix == "json:") and vendor.explains(inside.lstrip(".")):
            return vendor.CITATION
    return None


def _explained_by_request(data: bytes, step: str) -> str | None:
    kind, _, name = step.partition(":")
    if kind == "host":
        return "RFC 9110 §7.2"
    if kind == "header":
        return explain.header(name)
    if kind == "url.path":
        return explain.known_path(data)
    if kind == "url.query":
        return "timestamp" if explain.timestamp(data) else explain.query(name)
    return None


def _vendor_forms(tree: Tree) -> dict[int, dict[str, str]]:
    """For every form of a vendor its fields with the reason why they are understood."""
    found: dict[int, dict[str, str]] = {}
    unpacked = {
        parent
        for parent, step in zip(tree.parents, tree.steps, strict=True)
        if isinstance(step, str) and step.startswith("form:")
    }
    for node in sorted(unpacked):
        reasons = _vendor_fields(tree.blobs[node])
        if reasons:
            found[node] = reasons
    return found


def _vendor_fields(data: bytes) -> dict[str, str]:
    """The known fields of a vendor's form, with the reason why they are understood."""
    form = dict(fields(data))
    names = frozenset(form)
    if mistat.matches(data) or "skey_rsa" in names:
        return dict.fromkeys(mistat.FORM_FIELDS, mistat.CITATION)
    if names == onetrack.KEY_FORM:
        return dict.fromkeys(onetrack.KEY_FORM, onetrack.CITATION)
    if miui_tracks.is_form(names):
        return dict.fromkeys(miui_tracks.FORM_FIELDS, miui_tracks.CITATION)
    if miota.is_form(names):
        return dict.fromkeys(miota.FORM_FIELDS, miota.CITATION)
    if sensors.matches(data):
        reasons = dict.fromkeys(("gzip", "instant_event"), sensors.CITATION)
        if sensors.checksum_holds(form):
            reasons.update(
                dict.fromkeys(("crc", "ext"), "checksum: Java String.hashCode of the events' text")
            )
        return reasons
    return {}
