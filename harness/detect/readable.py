"""A value counts once per place, under its most readable form."""

from __future__ import annotations

from harness.decode import Tree
from harness.decode.node import REJECTED, ROOT, WHOLE
from harness.decode.tentative import JOINED
from harness.detect.hit import Hit

_SECOND_READINGS = ("percent", "url.", "base64@")
"""Steps to a second reading of the same text: the first keeps a value that both show alike."""


def most_readable(tree: Tree, hits: list[Hit]) -> list[Hit]:  # noqa: C901 (one pass over all hits)
    """One hit per place: a container yields to what it holds, a second reading to the first."""
    by_value: dict[int, dict[int, Hit]] = {}
    for hit in hits:
        by_value.setdefault(hit.planted, {})[hit.node] = hit
    dropped: set[tuple[int, int]] = set()
    for planted, nodes in by_value.items():
        joined = [node for node in nodes if _is_joined(tree, node)]
        whole = [hit.rank for node, hit in nodes.items() if node not in joined]
        best = min(joined, key=lambda node: nodes[node].rank, default=ROOT)
        spare = {
            node for node in joined if node != best or min(whole, default=_UNREADABLE) <= nodes[best].rank
        }
        dropped.update((planted, node) for node in spare)
        for node, hit in nodes.items():
            if node in spare:
                continue
            second = True
            at = node
            while at != ROOT:
                second = second and _is_second_reading(tree, at)
                at = tree.parents[at]
                above = nodes.get(at)
                if above is None:
                    continue
                if hit.rank < above.rank or (hit.rank == above.rank and not second):
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


_UNREADABLE = 100
"""A rank beyond that of every form."""


def _is_joined(tree: Tree, node: int) -> bool:
    """Whether a node is, or came out of, what neighbours spell together: a value seen there is in pieces."""
    while node != ROOT:
        step = tree.steps[node]
        if isinstance(step, str) and step.startswith(JOINED):
            return True
        node = tree.parents[node]
    return False


def _is_second_reading(tree: Tree, node: int) -> bool:
    step = tree.steps[node]
    if tree.flags[node] == REJECTED:
        return True
    return tree.parents[node] != ROOT and isinstance(step, str) and step.startswith(_SECOND_READINGS)


def _root_step(tree: Tree, node: int) -> str:
    while tree.parents[node] != ROOT:
        node = tree.parents[node]
    step = tree.steps[node]
    return step if isinstance(step, str) else step[0]
