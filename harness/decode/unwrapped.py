"""What a message was found to hold: its innermost values, its events, what could not be read."""

from __future__ import annotations

from dataclasses import dataclass

from harness.decode.budget import DEFAULT, Budget
from harness.decode.interpret import events, explanations
from harness.decode.node import JUNK, PLAIN, QUIET
from harness.decode.tree import DecodeGap, Tree
from harness.model.message import Message
from harness.model.sighting import Leaf, ReportedEvent


@dataclass(frozen=True, slots=True)
class Unwrapped:
    """The reading of one message without any searched value: leaves, events, gaps, formats met."""

    leaves: tuple[Leaf, ...]
    events: tuple[ReportedEvent, ...]
    gaps: tuple[DecodeGap, ...]
    formats: tuple[str, ...]


def unwrap(message: Message, budget: Budget = DEFAULT) -> Unwrapped:
    """Every innermost value of a message, in any nesting of known formats.

    Never raises for what the message holds: what cannot be read is a gap beside what was read.
    """
    return describe(Tree(message, budget))


def describe(tree: Tree) -> Unwrapped:
    """The reading of a tree that has grown."""
    reasons = explanations(tree)
    leaves = tuple(
        Leaf(tree.path(node), tree.blobs[node], reasons.get(node))
        for node, flag in enumerate(tree.flags)
        if flag in (PLAIN, QUIET)
    )
    return Unwrapped(leaves, events(tree), tree.gaps, _formats(tree))


def _formats(tree: Tree) -> tuple[str, ...]:
    """Names of the formats met, in their order, each once."""
    names: dict[str, None] = {}
    for node, parent in enumerate(tree.parents):
        if parent >= 0 and tree.flags[node] != JUNK:
            step = tree.steps[node]
            for one in (step,) if isinstance(step, str) else step:
                names[one.partition(":")[0].partition("@")[0].partition(".")[0]] = None
    for event in events(tree):
        names[event.channel] = None
    return tuple(names)
