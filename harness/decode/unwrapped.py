"""What a message was found to hold: its innermost values, its events, what could not be read."""

from __future__ import annotations

from dataclasses import dataclass

from harness.decode.budget import DEFAULT, Budget
from harness.decode.interpret import events, explanations
from harness.decode.layers import Layers
from harness.decode.node import INERT, PLAIN
from harness.decode.nodes import DecodeGap
from harness.decode.tree import Tree
from harness.decode.vendor_formats import VendorFormats
from harness.decode.vendors.registry import BUILT_IN
from harness.model.message import Message
from harness.model.sighting import Leaf, ReportedEvent


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """The reading of one message without any searched value: leaves, events, gaps."""

    leaves: tuple[Leaf, ...]
    events: tuple[ReportedEvent, ...]
    gaps: tuple[DecodeGap, ...]


def unwrap(message: Message, budget: Budget = DEFAULT, formats: VendorFormats = BUILT_IN) -> Unwrapped:
    """Every innermost value of a message, in any nesting of known formats.

    Never raises for what the message holds: what cannot be read is a gap beside what was read.
    """
    return describe(Tree(message, budget, formats))


def describe(tree: Layers) -> Unwrapped:
    """The reading of a tree, with the vendor formats that it was read with."""
    reasons = explanations(tree)
    leaves = tuple(
        Leaf(tree.path(node), tree.blobs[node], reasons.get(node))
        for node, flag in enumerate(tree.flags)
        if flag in (PLAIN, INERT)
    )
    return Unwrapped(leaves, events(tree), tree.gaps)
