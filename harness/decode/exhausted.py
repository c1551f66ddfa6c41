"""Leaves of which every decoding was tried and rejected: they need not be tried when they come again."""

from __future__ import annotations

from harness.decode.layers import Layers
from harness.decode.node import INERT, PLAIN, REJECTED, REMEMBERED, ROOT, SHALLOW, Cost


def exhausted_leaves(tree: Layers, hit: set[int]) -> dict[bytes, Cost]:
    """Leaves of text whose decodings gave nothing readable, no gap and no `hit`, with what they cost."""
    flags, parents, blobs, depths = tree.flags, tree.parents, tree.blobs, tree.depths
    unpacked = {parents[node] for node in tree.active if flags[node] != REJECTED}
    costs: dict[int, list[int]] = {
        node: [0, 0, 1]
        for node in tree.active
        if flags[node] == PLAIN
        and len(blobs[node]) <= REMEMBERED
        and node not in unpacked
        and (parents[node] != ROOT or tree.steps[node] != "body")
    }
    unread = set(tree.gap_nodes)
    for node in tree.active:
        if flags[node] == REJECTED:
            leaf = parents[node]
            while flags[leaf] == REJECTED:
                leaf = parents[leaf]
            cost = costs.get(leaf)
            if cost is not None:
                cost[0] += len(blobs[node])
                cost[1] += 1
                cost[2] += 1
                if node in hit or node in unread or depths[node] - depths[leaf] > SHALLOW:
                    del costs[leaf]
    return {blobs[node]: (cost[0], cost[1], cost[2]) for node, cost in costs.items() if node not in unread}


def silent_parts(tree: Layers, hit: set[int]) -> list[bytes]:
    """Parts of the message other than its body in which nothing was found and nothing can be encoded."""
    found = []
    for node, parent in enumerate(tree.parents):
        if parent != ROOT:
            break
        if tree.flags[node] == INERT and node not in hit and len(tree.blobs[node]) <= REMEMBERED:
            found.append(tree.blobs[node])
    return found
