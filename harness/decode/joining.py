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
_NUMBERED = frozenset("]0123456789")
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
    if found[0][0].__class__ is not str or is_joined(tree, node):
        return
    values = [part for part in found if part[0][-1] != "}"]
    together = b"".join([data for _, data in values])
    if len(values) < 2 or len(together) > LONGEST:  # noqa: PLR2004 (neighbours)
        return
    tree.append(node, JOINED, together, REJECTED)
    several = any([_THIRD in step for step, _ in values])  # noqa: C419 (a list is faster)
    numbered = [
        (str(step), data) for step, data in values if step[-1] in _NUMBERED or (several and "[" in step)
    ]
    if len(numbered) >= _FEWEST:
        tree.add(node, [part for part in candidates(numbered) if part[1] != together], TENTATIVE)
