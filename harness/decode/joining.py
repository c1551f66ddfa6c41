"""Pieces of one value that a message carries side by side: its neighbouring fields, items and events.

What siblings spell together is searched; where they are numbered, as pieces of one value would be, it is also
read on (`joined`).
"""

from __future__ import annotations

from harness.decode.joined import LONGEST, candidates
from harness.decode.layers import Layers
from harness.decode.node import REJECTED, TENTATIVE
from harness.decode.refusal import Part
from harness.decode.tentative import JOINED

_THIRD = "[2]"
_FEWEST = 3
"""Numbered neighbours that are read on."""


def is_joined(tree: Layers, node: int) -> bool:
    """Whether a node is, or came out of, what neighbours spell together."""
    while node >= 0:
        step = tree.steps[node]
        if isinstance(step, str) and step.startswith(JOINED):
            return True
        node = tree.parents[node]
    return False


def join(tree: Layers, node: int, found: list[Part]) -> None:
    """Adds what the values among the parts of a node spell together."""
    values = [
        (step, data)
        for step, data in found
        if data and isinstance(step, str) and not step.endswith(("}", "[]"))
    ]
    if len(values) < 2 or is_joined(tree, node):  # noqa: PLR2004 (neighbours)
        return
    together = b"".join([data for _, data in values])
    if len(together) > LONGEST:
        return
    tree.append(node, JOINED, together, REJECTED)
    several = any(_THIRD in step for step, _ in values)
    numbered = [
        (step, data)
        for step, data in values
        if step[-1] == "]" or step[-1].isdigit() or (several and "[" in step)
    ]
    if len(numbered) >= _FEWEST:
        tree.add(node, [part for part in candidates(numbered) if part[1] != together], TENTATIVE)
