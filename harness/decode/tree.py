"""The layers of one message as a tree that is unpacked until nothing more can be.

Its nodes stand in `layers`, how they are shown to the formats in `unpacking`, what the tentative decodings
were worth in `tentative`.
"""

from __future__ import annotations

from collections.abc import Collection, Mapping

from harness.decode import tentative, unpacking
from harness.decode.budget import DEFAULT, Budget
from harness.decode.layers import Layers
from harness.decode.node import PLAIN, ROOT, Cost
from harness.decode.request import parts
from harness.decode.vendor_formats import VendorFormats
from harness.decode.vendors.registry import BUILT_IN
from harness.model.message import GapReason, Message


class Tree(Layers):
    """The layers of one message, read with the formats of some vendors.  Read-only once it is made.

    `exhausted` names texts of which every decoding is known to be rejected, with what it costs to find
    that out, `silent` parts of the message in which nothing is known to be: they are not tried again.  A
    `lazy` tree leaves out the leaves of JSON texts in which nothing can be encoded: `deferred` names those
    texts, and `placeholders` the nodes that stand for the other leaves.
    """

    __slots__ = ()

    def __init__(
        self,
        message: Message,
        budget: Budget = DEFAULT,
        formats: VendorFormats = BUILT_IN,
        *,
        lazy: bool = False,
        exhausted: Mapping[bytes, Cost] | None = None,
        silent: Collection[bytes] = (),
    ) -> None:
        super().__init__(message, budget, formats, exhausted, lazy=lazy)
        found = parts(message)
        if silent:
            found = [part for part in found if part[1] not in silent or part[0] == "body"]
        self.add(ROOT, found, PLAIN)
        active = self.active
        at = 0
        while at < len(active):
            node = active[at]
            at += 1
            if at + self.visits > budget.attempts:
                self.exceeded = True
                self.gap(node, GapReason.BUDGET, f"more than {budget.attempts} nodes to look into")
                break
            unpacking.unpack(self, node, self.blobs[node])
        tentative.resolve(self)
        if message.truncated:
            where = self.steps.index("body") if "body" in self.steps else 0
            self.gap(where, GapReason.TRUNCATED, "the recorder kept only the beginning")
