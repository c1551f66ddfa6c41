"""Names of DNS messages (RFC 1035 §4.1.4): labels, pointers followed, circles cut."""

# ruff: noqa: PLR2004 (label types as RFC 1035 §4.1.4 gives them)

from __future__ import annotations

from dataclasses import dataclass

from harness.decode.refusal import Part

_MOST_LABELS = 128
_LONG = 16
"""Bytes of a label that is a part of its own, since it may be encoded.  Others are searched in the name."""


@dataclass(frozen=True, slots=True)
class Name:
    """A name in a message, and the bytes that it takes there."""

    labels: tuple[bytes, ...]
    start: int
    end: int


def name_at(data: bytes, start: int) -> Name | None:
    """The name at an offset; None where it does not read."""
    labels: list[bytes] = []
    at, behind = start, -1
    for _ in range(_MOST_LABELS):
        if at >= len(data):
            return None
        size = data[at]
        if size == 0:
            return Name(tuple(labels), start, at + 1 if behind < 0 else behind)
        if size >= 0xC0:
            if at + 1 >= len(data):
                return None
            if behind < 0:
                behind = at + 2
            at = (size & 0x3F) << 8 | data[at + 1]
            continue
        if size > 63 or at + 1 + size > len(data):
            return None
        labels.append(data[at + 1 : at + 1 + size])
        at += 1 + size
    return None


def name_parts(step: str, name: Name) -> list[Part]:
    """The whole name, and its long labels one by one."""
    found: list[Part] = [(step, b".".join(name.labels))]
    found.extend(
        (f"{step}.label[{number}]", label)
        for number, label in enumerate(name.labels)
        if len(label) >= _LONG and len(name.labels) > 1
    )
    return found
