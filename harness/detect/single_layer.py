"""Layers with one thing inside: each answers None wherever the tree could see more than that one."""

from __future__ import annotations

import zlib

from harness.decode import base64_text, form, hex_text, letters, registry
from harness.decode.budget import Budget
from harness.decode.kind import classify, suspects
from harness.decode.refusal import NOT_READ
from harness.decode.vendor_formats import VendorFormats
from harness.model.message import Message

_INFLATED = 1 << 18
_GLANCE = 64
_LABELS = frozenset({b"content-encoding", b"content-type"})
_FORM_LABEL = b"application/x-www-form-urlencoded"


def form_label(message: Message) -> bool | None:
    """Whether the headers say that the body is a form; None where they name another format."""
    labelled = False
    for name, value in message.headers:
        if name.lower() in _LABELS:
            label = value.partition(b";")[0].strip().lower()
            if label == _FORM_LABEL:
                labelled = True
            elif label in registry.BY_LABEL:
                return None
    return labelled


def of_gzip(data: bytes) -> bytes | None:
    """One whole gzip stream behind which nothing follows."""
    stream = zlib.decompressobj(31)
    try:
        text = stream.decompress(data, _INFLATED)
    except zlib.error:
        return None
    return text if stream.eof and not stream.unused_data else None


def of_form(
    data: bytes, around: list[bytes], budget: Budget, formats: VendorFormats, *, labelled: bool
) -> tuple[str, bytes] | None:
    """The one field of a form in which something may hide, with its step; adds the others to `around`."""
    if not labelled and not _is_form(data):
        return None
    for wrapping in formats.in_form:
        if wrapping.matches(data):
            try:
                if wrapping.unpack(data, budget):
                    return None
            except NOT_READ:
                return None
    found: tuple[str, bytes] | None = None
    for name, value in form.fields(data):
        around.append(value)
        if suspects(classify(value)):
            if found is not None:
                return None
            found = f"form:{name}", value
    if found is not None:
        around.remove(found[1])
    return found


def _is_form(data: bytes) -> bool:
    """Whether the tree would read a body without a label as a form and as nothing else."""
    return (
        form.matches(data)
        and b":" not in data[:24]
        and not any(format_.matches(data) for format_ in registry.BY_FIRST[data[0]])
        and not any(format_.matches(data) for format_ in registry.IN_ADDITION)
    )


def of_base64(data: bytes, budget: Budget, formats: VendorFormats) -> bytes | None:
    """What a whole text of base64 and of nothing else stands for."""
    if len(data) < base64_text.LEAST or data.isupper() or data.islower() or not base64_text.matches(data):
        return None
    if b"\n" in data or letters.opens(data, formats):
        return None
    if hex_text.matches(data[:_GLANCE]) and hex_text.matches(data):
        return None
    try:
        inner = base64_text.undo(data)
    except ValueError:
        return None
    for wrapping in formats.in_base64:
        if wrapping.matches(data):
            try:
                wrapping.unpack(data, budget)
            except NOT_READ:
                continue
            return None
    return inner
