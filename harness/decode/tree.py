"""The layers of one message as a tree that is unpacked until nothing more can be.

Its nodes stand in `layers`, how they are shown to the formats in `unpacking`, what the tentative decodings
were worth in `tentative`.
"""

from __future__ import annotations

from harness.decode import tentative, unpacking
from harness.decode.budget import DEFAULT, Budget
from harness.decode.layers import Layers
from harness.decode.node import PLAIN, ROOT
from harness.decode.request import parts
from harness.decode.vendor_formats import VendorFormats
from harness.decode.vendors.registry import BUILT_IN
from harness.model.message import GapReason, Message


class Tree(Layers):
    """The layers of one message, read with the formats of some vendors.  Read-only once it is made."""

    __slots__ = ()

    def __init__(
        self,
        message: Message,
        budget: Budget = DEFAULT,
        formats: VendorFormats = BUILT_IN,
    ) -> None:
        super().__init__(message, budget, formats)
        self.add(ROOT, parts(message), PLAIN)
        active = self.active
        at = 0
        while at < len(active):
            node = active[at]
            at += 1
            if at > budget.attempts:
                self.exceeded = True
                self.gap(node, GapReason.BUDGET, f"more than {budget.attempts} nodes to look into")
                break
            unpacking.unpack(self, node, self.blobs[node])
            if at == len(active):
                unpacking.unpack_by_keys(self)
        tentative.resolve(self)
        if message.truncated:
            where = self.steps.index("body") if "body" in self.steps else 0
            self.gap(where, GapReason.TRUNCATED, "the recorder kept only the beginning")
