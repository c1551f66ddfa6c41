"""The short way through the commonest message: a form or JSON body, perhaps base64, perhaps gzip, of JSON.

It peels the layers without growing a tree, and gives up (None) wherever the tree could see more: a second
thing that may hide something, a layer of another kind, a damage.  What it answers is what the tree
answers (test); it is there because most of a phone's telemetry is of this kind.
"""

from __future__ import annotations

import zlib
from bisect import bisect_right
from collections.abc import Collection
from dataclasses import dataclass
from itertools import accumulate

from harness.decode import (
    base64_text,
    embedded,
    form,
    hex_text,
    json_text,
    letters,
    miota,
    quoted_printable,
    registry,
    sensors,
)
from harness.decode.budget import Budget
from harness.decode.kind import classify, is_text, suspects
from harness.model.message import Message, Transport

_LONGEST = 65_536
"""Bytes of a body that goes the short way: nothing in it can meet the budget."""
_INFLATED = 1 << 20
_RUN = b"b" * 16
_STRETCH = b"b" * 24
_LAYERS = 4
_TINY = 2
_AND_ONE = (1).__add__
_LONGEST_PIECE = 512
_KNOWN = 20_000
"""Leaves whose dregs are remembered, of at most 512 bytes each."""
_LABELS = frozenset({b"content-encoding", b"content-type"})
_FORM_LABEL = b"application/x-www-form-urlencoded"


@dataclass(slots=True)
class Peeled:
    """A message reduced to one JSON text and what stands around it."""

    prefix: list[str]
    value: object
    texts: list[bytes]
    """The JSON text (and its copy without escaped slashes), from `json` on in `around`."""
    around: list[bytes]
    """The layers above, and what letters in the leaves decode to."""


def peel(  # noqa: C901, PLR0911, PLR0912 (every doubt leads back to the tree)
    message: Message, budget: Budget, silent: Collection[bytes], known: dict[bytes, tuple[bytes, ...]]
) -> Peeled | None:
    """The one JSON text of a message; None where there is more to it.

    `silent` are parts of earlier messages (header values, targets) in which nothing was found;
    `known` takes what leaves were found to decode to.
    """
    body = message.body
    if (
        not body
        or len(body) > _LONGEST
        or message.truncated
        or message.transport is not Transport.HTTP
        or message.target not in silent
        or message.host.encode("utf-8", "surrogateescape") not in silent
    ):
        return None
    labelled = False
    for name, value in message.headers:
        if value not in silent:
            return None
        lower = name.lower()
        if lower == b"cookie":
            return None
        if lower in _LABELS:
            label = value.partition(b";")[0].strip().lower()
            if label == _FORM_LABEL:
                labelled = True
            elif label in registry.BY_LABEL:
                return None
    prefix = ["body"]
    around: list[bytes] = []
    data = body
    for depth in range(_LAYERS):
        first = data[:1]
        if first in (b"{", b"["):
            if labelled and depth == 0:
                return None
            return _json(prefix, data, around, budget, known)
        around.append(data)
        if data[:3] == b"\x1f\x8b\x08":
            inner = None if labelled and depth == 0 else _inflate(data)
            step = "gzip"
        elif depth == 0:
            read = _form(data, around, budget, labelled=labelled)
            inner, step = read or (None, "")
        else:
            inner, step = _base64(data, budget), "base64"
        if not inner:
            return None
        data = inner
        prefix.append(step)
    return None


def _inflate(data: bytes) -> bytes | None:
    """One whole gzip stream behind which nothing follows."""
    stream = zlib.decompressobj(31)
    try:
        text = stream.decompress(data, _INFLATED)
    except zlib.error:
        return None
    return text if stream.eof and not stream.unused_data else None


def _form(data: bytes, around: list[bytes], budget: Budget, *, labelled: bool) -> tuple[bytes, str] | None:
    """The one field of a form in which something may hide."""
    if not labelled and not _is_form(data):
        return None
    if sensors.matches(data):
        try:
            if sensors.unpack(data, budget):
                return None
        except ValueError:
            return None
    elif b"sid=" in data or b"skey_rsa" in data:
        return None
    found: tuple[bytes, str] | None = None
    for name, value in form.fields(data):
        around.append(value)
        if suspects(classify(value)):
            if found is not None:
                return None
            found = value, f"form:{name}"
    if found is not None:
        around.remove(found[0])
    return found


def _is_form(data: bytes) -> bool:
    """Whether the tree would read a body without a label as a form and as nothing else."""
    return (
        form.matches(data)
        and b":" not in data[:24]
        and not any(format_.matches(data) for firsts, format_ in registry.BY_FIRST_BYTE if data[0] in firsts)
        and not any(format_.matches(data) for format_ in registry.IN_ADDITION)
    )


def _base64(data: bytes, budget: Budget) -> bytes | None:
    """What a whole text of base64 and of nothing else stands for."""
    if len(data) < base64_text.LEAST or data.isupper() or data.islower() or not base64_text.matches(data):
        return None
    if b"\n" in data or hex_text.matches(data) or letters.opens(data):
        return None
    try:
        inner = base64_text.undo(data)
    except ValueError:
        return None
    if len(inner) % 16 == 0 and miota.matches(data):
        try:
            miota.unpack(data, budget)
        except ValueError:
            return inner
        return None
    return inner


def _json(
    prefix: list[str], data: bytes, around: list[bytes], budget: Budget, known: dict[bytes, tuple[bytes, ...]]
) -> Peeled | None:
    """The JSON text, if nothing hides in its leaves."""
    try:
        value = json_text.parse(data, budget)
    except ValueError:
        return None
    cut = json_text.texts(data)
    if cut is None:
        return None
    pieces, plain = cut
    classed = classify(b"\x20".join(pieces))
    if suspects(classed):
        ends = list(accumulate(map(_AND_ONE, map(len, pieces))))
        find = classed.find
        sign, run = find(b"s"), find(_RUN)
        while sign >= 0 or run >= 0:
            number = bisect_right(ends, sign if run < 0 or 0 <= sign < run else run)
            end = ends[number]
            piece = pieces[number]
            left = known.get(piece)
            if left is None:
                left = _dregs(piece, signed=0 <= sign < end)
                if left is None:
                    return None
                if len(known) >= _KNOWN:
                    known.clear()
                known[piece] = left
            around += left
            if 0 <= sign < end:
                sign = find(b"s", end)
            if 0 <= run < end:
                run = find(_RUN, end)
    return Peeled(prefix, value, [data] if plain is data else [data, plain], around)


def _dregs(piece: bytes, *, signed: bool) -> tuple[bytes, ...] | None:
    """What the letters of a leaf decode to where nothing is to be read on; None where something may be."""
    left = None if signed or len(piece) > _LONGEST_PIECE else letters.dregs(piece)
    if left is not None:
        return (left,)
    if len(piece) <= _TINY:
        return ()
    if (
        len(piece) > _LONGEST_PIECE
        or letters.opens(piece)
        or not is_text(piece)
        or piece[0] in b"\n\t\r"
        or base64_text.matches(piece)
        or embedded.matches(piece)
        or quoted_printable.matches(piece)
        or any(format_.matches(piece) for format_ in registry.IN_TEXT)
    ):
        return None
    if _STRETCH not in classify(piece):
        return ()
    found = [blob for _, blob in embedded.base64_stretches(piece) if blob]
    if any(letters.opens(blob) or letters.worth_a_look(blob) for blob in found):
        return None
    return tuple(found)


def silent_parts(message: Message) -> list[bytes]:
    """The parts of a message other than its body that `peel` asks for."""
    return [
        message.target,
        message.host.encode("utf-8", "surrogateescape"),
        *(value for _, value in message.headers),
    ]
