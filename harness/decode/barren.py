"""What of a grown tree gave nothing: it need not be tried again when it comes again."""

from __future__ import annotations

from harness.decode.node import JUNK, PLAIN, QUIET, REMEMBERED, ROOT, SHALLOW, Cost
from harness.decode.tree import Tree


def barren_costs(tree: Tree, hit: set[int]) -> dict[bytes, Cost]:
    """Leaves of text whose decodings gave nothing readable, no gap and no `hit`, with what they cost."""
    flags, parents, blobs, depths = tree.flags, tree.parents, tree.blobs, tree.depths
    fruitful = {parents[node] for node in tree.active if flags[node] != JUNK}
    costs: dict[int, list[int]] = {
        node: [0, 0, 1]
        for node in tree.active
        if flags[node] == PLAIN
        and len(blobs[node]) <= REMEMBERED
        and node not in fruitful
        and (parents[node] != ROOT or tree.steps[node] != "body")
    }
    spoilt = {node for node, _, _ in tree.open_gaps}
    for node in tree.active:
        if flags[node] == JUNK:
            leaf = parents[node]
            while flags[leaf] == JUNK:
                leaf = parents[leaf]
            cost = costs.get(leaf)
            if cost is not None:
                cost[0] += len(blobs[node])
                cost[1] += 1
                cost[2] += 1
                if node in hit or node in spoilt or depths[node] - depths[leaf] > SHALLOW:
                    del costs[leaf]
    return {blobs[node]: (cost[0], cost[1], cost[2]) for node, cost in costs.items() if node not in spoilt}


def quiet_tops(tree: Tree, hit: set[int]) -> list[bytes]:
    """Parts of the message other than its body in which nothing was found and nothing can hide."""
    found = []
    for node, parent in enumerate(tree.parents):
        if parent != ROOT:
            break
        if tree.flags[node] == QUIET and node not in hit and len(tree.blobs[node]) <= REMEMBERED:
            found.append(tree.blobs[node])
    return found
