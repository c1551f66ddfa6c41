"""A value counts once per place, under its most readable form."""

from __future__ import annotations

from harness.decode import Tree
from harness.decode.node import JUNK, ROOT, WHOLE
from harness.detect.hit import Hit

_ANNEX = ("percent", "url.", "base64@")
"""Steps to a second reading of the same text: the first keeps a value that both show alike."""


def most_readable(tree: Tree, hits: list[Hit]) -> list[Hit]:
    """One hit per place: a container yields to what it holds, a second reading to the first."""
    by_value: dict[int, dict[int, Hit]] = {}
    for hit in hits:
        by_value.setdefault(hit.planted, {})[hit.node] = hit
    dropped: set[tuple[int, int]] = set()
    for planted, nodes in by_value.items():
        for node, hit in nodes.items():
            annex = True
            at = node
            while at != ROOT:
                annex = annex and _is_annex(tree, at)
                at = tree.parents[at]
                above = nodes.get(at)
                if above is None:
                    continue
                if hit.rank < above.rank or (hit.rank == above.rank and not annex):
                    dropped.add((planted, at))
                elif hit.rank == above.rank:
                    dropped.add((planted, node))
            if tree.flags[node] == WHOLE:
                stem = str(tree.steps[node])
                if any(
                    _root_step(tree, n).startswith((stem + ".", stem + ":")) and nodes[n].rank <= hit.rank
                    for n in nodes
                    if n != node
                ):
                    dropped.add((planted, node))
    return [h for h in hits if (h.planted, h.node) not in dropped]


def _is_annex(tree: Tree, node: int) -> bool:
    step = tree.steps[node]
    if tree.flags[node] == JUNK:
        return True
    return tree.parents[node] != ROOT and isinstance(step, str) and step.startswith(_ANNEX)


def _root_step(tree: Tree, node: int) -> str:
    while tree.parents[node] != ROOT:
        node = tree.parents[node]
    step = tree.steps[node]
    return step if isinstance(step, str) else step[0]
