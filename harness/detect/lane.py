"""The short way through the commonest message: a form or JSON body, perhaps base64, perhaps gzip, of JSON.

It peels the layers without growing a tree, and gives up (None) wherever the tree could see more: a second
thing that may hide something, a layer of another kind, a damage.  What it answers is what the tree
answers (test); it is there because most of a phone's telemetry is of this kind.
"""

from __future__ import annotations

import zlib
from dataclasses import astuple, dataclass
from operator import ge

from harness.decode import (
    base64_text,
    form,
    hex_text,
    letters,
    miota,
    registry,
    sensors,
)
from harness.decode.budget import DEFAULT, Budget
from harness.decode.dregs import Sieve
from harness.decode.json_shape import Cut, Shapes
from harness.decode.kind import classify, classify_all, suspects
from harness.decode.request import WHOLES, parts
from harness.model.message import Message, Transport

_LONGEST = 65_536
"""Bytes of a body that goes the short way: nothing in it can meet the default budget."""
_INFLATED = 1 << 18
_PIECES = 10_000
"""Texts and what stands between them: a quarter of what the budget allows a tree."""
_GROWN = 100
"""Texts of one message that are grown alone: with more of them the message is grown at once."""
_RUN = b"b" * 16
_LAYERS = 4
_GLANCE = 64
_HEADS = 2_000
"""Heads remembered, of at most 2 kB each: 4 MB."""
_LONGEST_HEAD = 2_048
_LABELS = frozenset({b"content-encoding", b"content-type"})
_FORM_LABEL = b"application/x-www-form-urlencoded"

Head = tuple[str, bytes, tuple[tuple[bytes, bytes], ...]]


@dataclass(slots=True)
class Peeled:
    """A message reduced to one JSON text and what stands around it."""

    prefix: list[str]
    data: bytes
    cut: Cut
    around: list[bytes]
    """Address and headers, the layers above the text, and what letters in the leaves decode to."""


class Lane:
    """The short way of one searcher, with what it remembers of earlier messages."""

    def __init__(self, budget: Budget) -> None:
        self._budget = budget
        self._is_open = all(map(ge, astuple(budget), astuple(DEFAULT)))
        """Whether nothing that goes this way can meet the budget."""
        self._heads: dict[Head, bool] = {}
        """Hosts, addresses and headers in which nothing was found, and whether they say that it is a form."""
        self._sieve = Sieve(budget)
        self.shapes = Shapes()

    def peel(self, message: Message) -> Peeled | None:
        """The one JSON text of a message; None where there is more to it."""
        body = message.body
        if (
            not self._is_open
            or not body
            or len(body) > _LONGEST
            or message.truncated
            or message.transport is not Transport.HTTP
        ):
            return None
        around: list[bytes] = []
        labelled = self._heads.get((message.host, message.target, message.headers))
        if labelled is None:
            labelled = _label(message)
            if labelled is None or not self._read_head(message, around):
                return None
        prefix = ["body"]
        data = body
        for depth in range(_LAYERS):
            first = data[:1]
            if first in (b"{", b"["):
                if labelled and depth == 0:
                    return None
                return self._json(prefix, data, around)
            around.append(data)
            if data[:3] == b"\x1f\x8b\x08":
                inner = None if labelled and depth == 0 else _inflate(data)
                step = "gzip"
            elif depth == 0:
                read = _form(data, around, self._budget, labelled=labelled)
                inner, step = read or (None, "")
            else:
                inner, step = _base64(data, self._budget), "base64"
            if not inner:
                return None
            data = inner
            prefix.append(step)
        return None

    def remember(self, message: Message) -> None:
        """Notes that nothing was found in a message's host, address and headers."""
        head = (message.host, message.target, message.headers)
        if head not in self._heads:
            if len(self._heads) >= _HEADS:
                self._heads.clear()
            if len(message.target) + sum(len(value) for _, value in message.headers) <= _LONGEST_HEAD:
                self._heads[head] = _label(message) is True

    def _read_head(self, message: Message, around: list[bytes]) -> bool:
        """Adds what is to be searched outside of the body; answers whether nothing may hide in it."""
        found = parts(message)[:-1]
        around += [data for _, data in found]
        return self._clear([data for step, data in found if step not in WHOLES], around)

    def _json(self, prefix: list[str], data: bytes, around: list[bytes]) -> Peeled | None:
        """The JSON text, if nothing hides in its leaves."""
        try:
            cut = self.shapes.cut(data, self._budget)
        except ValueError:
            return None
        if cut is None or len(cut.pieces) > _PIECES or not self._clear(cut.pieces[1::2], around):
            return None
        return Peeled(prefix, data, cut, around)

    def _clear(self, pieces: list[bytes], around: list[bytes]) -> bool:
        """Whether nothing hides in any of some texts; adds what their letters decode to."""
        text, classed = classify_all(pieces)
        if not suspects(classed):
            return True
        if text.count(b"\0") >= len(pieces):
            return False
        dregs = self._sieve.dregs
        most = self._sieve.grown + _GROWN
        find = classed.find
        sign, run = find(b"s"), find(_RUN)
        while sign >= 0 or run >= 0:
            at = sign if run < 0 or 0 <= sign < run else run
            end = find(b"\0", at)
            if end < 0:
                end = len(text)
            left = dregs(text[classed.rfind(b"\0", 0, at) + 1 : end], signed=0 <= sign < end)
            if left is None or self._sieve.grown > most:
                return False
            around += left
            if 0 <= sign < end:
                sign = find(b"s", end)
            if 0 <= run < end:
                run = find(_RUN, end)
        return True


def _label(message: Message) -> bool | None:
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
    if b"\n" in data or (hex_text.matches(data[:_GLANCE]) and hex_text.matches(data)) or letters.opens(data):
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
