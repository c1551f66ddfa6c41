"""What a message was found to hold: its innermost values, its events, what could not be read."""

from __future__ import annotations

from dataclasses import dataclass

from harness.decode.budget import DEFAULT, Budget
from harness.decode.interpret import events, known_fields
from harness.decode.layers import Layers
from harness.decode.node import INERT, PLAIN, ROOT
from harness.decode.nodes import DecodeGap
from harness.decode.tree import Tree
from harness.decode.vendor_formats import VendorFormats
from harness.decode.vendors.registry import BUILT_IN
from harness.model.message import Message
from harness.model.sighting import LayerPath, Leaf, ReportedEvent


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
    known = known_fields(tree)
    above: dict[int, LayerPath] = {ROOT: ()}
    leaves = []
    steps, parents, blobs = tree.steps, tree.parents, tree.blobs
    for node, flag in enumerate(tree.flags):
        if flag in (PLAIN, INERT):
            parent = parents[node]
            path = above.get(parent)
            if path is None:
                path = above[parent] = tree.path(parent)
            step = steps[node]
            path = (*path, step) if step.__class__ is str else (*path, *step)
            leaves.append(Leaf(path, blobs[node], known.get(node)))
    return Unwrapped(tuple(leaves), events(tree), tree.gaps)
