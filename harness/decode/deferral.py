"""A JSON text of which only the leaves become nodes in which something may hide."""

from __future__ import annotations

from harness.decode import json_text, letters
from harness.decode.kind import classify, suspects
from harness.decode.layers import Layers
from harness.decode.node import PLAIN, READ, REJECTED, WHOLE


def defer(tree: Layers, node: int, data: bytes) -> bool:
    """Leaves out the leaves of a JSON text in which nothing can be encoded; answers whether it could.

    What it costs is counted too high rather than too low: beyond the budget the message is read anew in full.
    """
    apart = json_text.apart(data)
    if apart is None:
        return False
    pieces, plain = apart[0][1::2], apart[1]
    tree.spent += len(data)
    tree.layers += 2 * len(pieces) + data.count(b",")
    classed = classify(b"\x20".join(pieces))
    tree.flags[node] = READ
    tree.deferred.append(node)
    if plain is not data:
        tree.add_placeholder(node, plain, WHOLE)
    rejected: list[bytes] = []
    if suspects(classed):
        sizes = list(map(len, pieces))
        for number, signed in tree.untried(pieces, sizes, classed, tree.depths[node] + 1):
            piece = pieces[number]
            decoded = None if signed else letters.rejected(piece, tree.formats)
            if decoded is None:
                tree.add_placeholder(node, piece, PLAIN)
            elif decoded:
                tree.layers += 1
                tree.spent += len(decoded)
                rejected.append(decoded)
    for decoded in rejected:
        tree.add_placeholder(node, decoded, REJECTED)
    if tree.spent > tree.budget.expansion or tree.layers > tree.budget.layers:
        tree.exceeded = True
    return True
