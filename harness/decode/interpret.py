"""What the vendors' formats say of a tree: events with their own times, and which leaves are known fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from harness.decode import explain
from harness.decode.form import fields
from harness.decode.layers import Layers
from harness.decode.node import ROOT
from harness.decode.vendor_format import VendorFormat
from harness.decode.vendor_formats import VendorFormats
from harness.model.sighting import ReportedEvent

_SEARCHED = 10_000
"""Objects of one JSON text that are looked at for events."""


def events(tree: Layers) -> tuple[ReportedEvent, ...]:
    """Every event that the message reports."""
    return tuple(
        ReportedEvent(vendor.name, name, time, (*tree.path(node), step))
        for node, value in tree.values.items()
        for step, vendor, name, time in _events(value, tree.formats)
    )


def _objects(value: Any, batches: frozenset[str]) -> Iterator[tuple[str, Any]]:
    """The objects in which an event may be: the root, items of an array, items of a batch in the root."""
    if value.__class__ is tuple:
        yield "json:", value
        for key, inner in value:
            if key in batches and inner.__class__ is list:
                for number, item in enumerate(inner[:_SEARCHED]):
                    yield f"json:{key}[{number}]", item
    elif value.__class__ is list:
        for number, item in enumerate(value[:_SEARCHED]):
            yield f"json:[{number}]", item


def _events(value: Any, formats: VendorFormats) -> Iterator[tuple[str, VendorFormat, str, int | None]]:
    for step, item in _objects(value, formats.batches):
        for vendor in formats:
            read = vendor.event(item)
            if read is not None:
                yield step, vendor, read[0], read[1]
                break


def explanations(tree: Layers) -> dict[int, str]:
    """The reason why a node is understood, by node; what lies below an explained node is explained."""
    found: dict[int, str] = {}
    known = {
        node: [
            (step, vendor)
            for step, item in _objects(value, tree.formats.batches)
            for vendor in tree.formats
            if vendor.recognises(item)
        ]
        for node, value in tree.values.items()
    }
    forms = _known_forms(tree)
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
    tree: Layers,
    node: int,
    step: str,
    known: Mapping[int, list[tuple[str, VendorFormat]]],
    forms: Mapping[int, Mapping[str, str]],
) -> str | None:
    parent = tree.parents[node]
    if parent == ROOT:
        return _explained_by_request(tree.blobs[node], step, tree.formats)
    if explain.timestamp(tree.blobs[node]):
        return "timestamp"
    if parent in forms and step.startswith("form:"):
        return forms[parent].get(step[5:])
    for prefix, vendor in known.get(parent, ()):
        inside = step[len(prefix) :] if step.startswith(prefix) else ""
        if inside.endswith("}"):
            inside = inside.replace("{", "").rstrip("}")
        if inside and (inside[0] == "." or prefix == "json:") and vendor.explains(inside.lstrip(".")):
            return vendor.citation
    return None


def _explained_by_request(data: bytes, step: str, formats: VendorFormats) -> str | None:
    kind, _, name = step.partition(":")
    match kind:
        case "host":
            return explain.header("host")
        case "header":
            return formats.header(name) or explain.header(name)
        case "url.path":
            return formats.path(data) or explain.known_path(data)
        case "url.query":
            return "timestamp" if explain.timestamp(data) else formats.query(name)
    return None


def _known_forms(tree: Layers) -> dict[int, Mapping[str, str]]:
    """For every form of a vendor its fields with the reason why they are understood."""
    unpacked = {
        parent
        for parent, step in zip(tree.parents, tree.steps, strict=True)
        if isinstance(step, str) and step.startswith("form:")
    }
    return {node: known for node in unpacked if (known := tree.formats.form(dict(fields(tree.blobs[node]))))}
