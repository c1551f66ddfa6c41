"""What is published of a tree: its events with their own times, and which of its nodes are known fields."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from harness.decode import http_fields
from harness.decode.form import fields
from harness.decode.layers import Layers
from harness.decode.node import ROOT
from harness.decode.vendor_format import VendorFormat
from harness.decode.vendor_formats import VendorFormats
from harness.model.field import Field, name_of
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


def known_fields(tree: Layers) -> dict[int, Field]:
    """The known field at which a node stands, by node; what lies below such a node stands there too."""
    found: dict[int, Field] = {}
    objects = {
        node: [
            (step, vendor)
            for step, item in _objects(value, tree.formats.batches)
            for vendor in tree.formats
            if vendor.recognises(item)
        ]
        for node, value in tree.values.items()
    }
    forms = _known_forms(tree)
    formats, steps = tree.formats, tree.steps
    for node, parent in enumerate(tree.parents):
        step = steps[node]
        field: Field | None = None
        if step.__class__ is not str:
            field = found.get(parent)
        elif parent == ROOT:
            field = _in_request(tree.blobs[node], step, formats)
        else:
            field = found.get(parent)
            if parent in forms and step.startswith("form:"):
                field = _in_form(step[5:], forms[parent]) or field
            for prefix, vendor in objects.get(parent, ()):
                if step.startswith(prefix):
                    field = formats.place(vendor, prefix, step) or field
                    break
        if field is not None:
            found[node] = field
    return found


def _in_form(name: str, known: Mapping[str, Field]) -> Field | None:
    if name[:1] == "{" and name[-1:] == "}":
        field = known.get(name[1:-1])
        return known.get(name) if field is None else name_of(field)
    return known.get(name)


def _in_request(data: bytes, step: str, formats: VendorFormats) -> Field | None:  # noqa: PLR0911 (parts of one)
    kind, _, name = step.partition(":")
    bare = name[1:-1] if name[:1] == "{" else ""
    match kind:
        case "header" if bare:
            vendor = formats.header(bare)
            return http_fields.header_name(bare) or (None if vendor is None else name_of(vendor))
        case "header":
            return formats.header(name) or http_fields.header(name)
        case "url.query" if bare:
            vendor = formats.query(bare)
            return None if vendor is None else name_of(vendor)
        case "url.query":
            return formats.query(name)
        case "url.path":
            return formats.path(data) or http_fields.path(data)
        case "host":
            return http_fields.HOST
        case "method":
            return http_fields.METHOD
    return None


def _known_forms(tree: Layers) -> dict[int, Mapping[str, Field]]:
    """The known fields of every form of a vendor."""
    return {
        node: known for node in tree.forms if (known := tree.formats.form(dict(fields(tree.blobs[node]))))
    }
