"""The fast path for the commonest message: a form or JSON body, perhaps base64, perhaps gzip, of JSON.

It unwraps the layers without making a tree, and gives up (None) wherever the tree could see more: a second
thing that may hide something, a layer of another kind, a damage.  What it answers is what the tree
answers (test); it is there because most of a phone's telemetry is of this kind.
"""

from __future__ import annotations

from dataclasses import astuple, dataclass
from operator import ge

from harness.decode.budget import DEFAULT, Budget
from harness.decode.json_shape import Cut, Shapes
from harness.decode.kind import classify_all, suspects
from harness.decode.node import RUN
from harness.decode.rejected import RejectedDecodings
from harness.decode.request import WHOLES, parts
from harness.decode.vendor_formats import VendorFormats
from harness.detect.single_layer import form_label, of_base64, of_form, of_gzip
from harness.model.message import Message, Transport

_LONGEST = 65_536
"""Bytes of a body that goes this way: nothing in it can meet the default budget."""
_PIECES = 10_000
"""Texts and what stands between them: a quarter of what the budget allows a tree."""
_TREES = 100
"""Texts of one message that are unpacked alone: with more of them the message is unpacked at once."""
_LAYERS = 4
_HEADS = 2_000
"""Heads remembered, of at most 2 kB each: 4 MB."""
_LONGEST_HEAD = 2_048
Head = tuple[str, bytes, tuple[tuple[bytes, bytes], ...]]


@dataclass(slots=True)
class JsonMessage:
    """A message reduced to one JSON text: `prefix` are the steps that lead to it, `data` its bytes."""

    prefix: list[str]
    data: bytes
    cut: Cut
    around: list[bytes]
    """Address and headers, the layers above the text, and what letters in the leaves decode to."""


class FastPath:
    """The fast path of one searcher, with what it remembers of earlier messages."""

    def __init__(self, budget: Budget, formats: VendorFormats) -> None:
        self._budget, self._formats = budget, formats
        self._is_open = all(map(ge, astuple(budget), astuple(DEFAULT)))
        """Whether nothing that goes this way can meet the budget."""
        self._heads: dict[Head, bool] = {}
        """Hosts, addresses and headers in which nothing was found, and whether they say that it is a form."""
        self._rejected = RejectedDecodings(budget, formats)
        self.shapes = Shapes()

    def unwrap(self, message: Message) -> JsonMessage | None:
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
            labelled = form_label(message)
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
                inner = None if labelled and depth == 0 else of_gzip(data)
                step = "gzip"
            elif depth == 0:
                read = of_form(data, around, self._budget, self._formats, labelled=labelled)
                step, inner = read or ("", None)
            else:
                inner, step = of_base64(data, self._budget, self._formats), "base64"
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
                self._heads[head] = form_label(message) is True

    def _read_head(self, message: Message, around: list[bytes]) -> bool:
        """Adds what is to be searched outside of the body; answers whether nothing may hide in it."""
        found = parts(message)[:-1]
        around += [data for _, data in found]
        return self._clear([data for step, data in found if step not in WHOLES], around)

    def _json(self, prefix: list[str], data: bytes, around: list[bytes]) -> JsonMessage | None:
        """The JSON text, if nothing hides in its leaves."""
        try:
            cut = self.shapes.cut(data, self._budget)
        except ValueError:
            return None
        if cut is None or len(cut.pieces) > _PIECES or not self._clear(cut.pieces[1::2], around):
            return None
        return JsonMessage(prefix, data, cut, around)

    def _clear(self, pieces: list[bytes], around: list[bytes]) -> bool:
        """Whether nothing hides in any of some texts; adds what their letters decode to."""
        text, classed = classify_all(pieces)
        if not suspects(classed):
            return True
        if text.count(b"\0") >= len(pieces):
            return False
        rejected = self._rejected
        most = rejected.trees + _TREES
        find = classed.find
        sign, run = find(b"s"), find(RUN)
        while sign >= 0 or run >= 0:
            at = sign if run < 0 or 0 <= sign < run else run
            end = find(b"\0", at)
            if end < 0:
                end = len(text)
            decoded = rejected.of(text[classed.rfind(b"\0", 0, at) + 1 : end], signed=0 <= sign < end)
            if decoded is None or rejected.trees > most:
                return False
            around += decoded
            if 0 <= sign < end:
                sign = find(b"s", end)
            if 0 <= run < end:
                run = find(RUN, end)
        return True
