"""What the tentative decodings of a grown tree were worth, and what stayed unread."""

from __future__ import annotations

from typing import TYPE_CHECKING

from harness.decode import opaque
from harness.decode.kind import entropy_is_high, is_text
from harness.decode.node import JUNK, PLAIN, READ, ROOT, TENTATIVE, WHOLE
from harness.model.message import GapReason

if TYPE_CHECKING:
    from harness.decode.tree import Tree

_TRIFLE = 5
"""Bytes that are no residue (method §7)."""
_WORD = 4
"""Letters of a text that make a guess at an encoding believable."""
_TOKEN = 64
"""Bytes up to which unreadable base64 is a token, thus residue, and beyond which it is also a gap."""


def settle(tree: Tree) -> None:  # noqa: C901 (one pass, from the leaves up)
    """Decides what the tentative decodings were worth, and names what stayed unread."""
    flags, parents, blobs, active = tree.flags, tree.parents, tree.blobs, tree.active
    unread: list[int] = []
    bears: set[int] = set()
    junk = False
    for node in reversed(active):
        flag = flags[node]
        if flag == JUNK:
            junk = True
            if len(blobs[node]) > _TOKEN:
                unread.append(node)
            continue
        good = node in bears or flag == READ
        if not good:
            good = is_text(blobs[node]) and (flag == PLAIN or len(blobs[node]) >= _WORD)
            if not good:
                unread.append(node)
        elif flag != WHOLE:
            flags[node] = READ
        if good:
            if flag == TENTATIVE and node not in bears:
                flags[node] = PLAIN
            if parents[node] >= 0:
                bears.add(parents[node])
        elif flag == TENTATIVE:
            flags[node] = JUNK
            junk = True
    if junk:
        bury(tree)
    for node in reversed(unread):
        name_unread(tree, node)


def bury(tree: Tree) -> None:
    """What came out of junk is junk."""
    flags, parents = tree.flags, tree.parents
    for node, parent in enumerate(parents):
        if parent >= 0 and flags[parent] == JUNK:
            flags[node] = JUNK
    tree.open_gaps = [
        entry for entry in tree.open_gaps if flags[entry[0]] != JUNK or entry[1] is GapReason.BUDGET
    ]


def name_unread(tree: Tree, node: int) -> None:
    """Notes a gap where the bytes of a leaf stayed unread and that is a loss."""
    data, flag, parent = tree.blobs[node], tree.flags[node], tree.parents[node]
    if flag == PLAIN and len(data) > _TRIFLE:
        why = opaque.name(tree.message, data, is_body=parent == ROOT and tree.steps[node] == "body")
        if why is not None:
            tree.gap(node, *why)
    elif (
        flag == JUNK
        and len(data) > _TOKEN
        and tree.steps[node] == "base64"
        and tree.flags[parent] == PLAIN
        and tree.steps[parent] != "jwt:signature"
        and (tree.parents[parent], tree.steps[parent]) not in tree.deciphered
        and entropy_is_high(data)
    ):
        tree.gap(node, GapReason.ENCRYPTED, "base64 of bytes spread evenly, of no known format")
