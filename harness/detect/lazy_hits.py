"""What a hit in a lazy tree means: the leaves around it become nodes, and show where it is."""

from __future__ import annotations

from harness.decode import Tree, json_text
from harness.decode.node import INERT, REJECTED
from harness.decode.refusal import Part
from harness.detect.hit import Hit
from harness.detect.scanner import Scanner


def full_hits(
    tree: Tree, best: dict[tuple[int, int], Hit], needles: dict[int, set[bytes]], scanner: Scanner
) -> list[Hit] | None:
    """The hits of a tree as one that is not lazy has them, with the leaves around them added to it.

    None where only reading the message in full tells: something was met at a leaf that was left out.
    """
    if tree.exceeded and (tree.skipped or tree.deferred):
        return None
    if not tree.deferred:
        return list(best.values())
    if any(tree.is_from_placeholder(node) for node in tree.gap_nodes):
        return None
    hits: list[Hit] = []
    around: set[int] = set()
    for hit in best.values():
        if hit.node in tree.placeholders and tree.flags[hit.node] != REJECTED:
            parent = tree.placeholders[hit.node]
            around.add(parent)
            needles.setdefault(parent, set()).update(needles.get(hit.node, ()))
        elif tree.is_from_placeholder(hit.node):
            return None
        else:
            hits.append(hit)
    around.update(hit.node for hit in hits if hit.node in tree.values)
    for node in sorted(around.intersection(tree.deferred)):
        leaves = _leaves_around(tree, node, needles)
        added: dict[int, int] = {}
        for hit in scanner.scan([data for _, data in leaves], None).values():
            if hit.node not in added:
                added[hit.node] = tree.append(node, *leaves[hit.node], INERT)
            hit.node = added[hit.node]
            hits.append(hit)
    return hits


def _leaves_around(tree: Tree, node: int, needles: dict[int, set[bytes]]) -> list[Part]:
    """The leaves of a deferred JSON text in which something was found."""
    value = tree.values[node]
    try:
        return json_text.leaves_with(value, [needle.decode("utf-8") for needle in sorted(needles[node])])
    except UnicodeDecodeError:
        return json_text.leaves(value)
