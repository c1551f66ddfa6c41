"""What the tentative decodings of a message were worth, and what stayed unread."""

from __future__ import annotations

from harness.decode import opaque
from harness.decode.kind import entropy_is_high, is_text
from harness.decode.layers import Layers
from harness.decode.node import PLAIN, READ, REJECTED, ROOT, TENTATIVE, WHOLE
from harness.decode.refusal import Step
from harness.model.message import GapReason

JOINED = "joined"
"""First letters of every step to what neighbours spell together."""
_TRIFLE = 5
"""Bytes that are no residue (method §7)."""
_WORD = 4
"""Letters of a text that make a guess at an encoding believable."""
_TOKEN = 64
"""Bytes up to which unreadable base64 is a token, thus residue, and beyond which it is also a gap."""


def resolve(tree: Layers) -> None:  # noqa: C901, PLR0912 (one pass, from the leaves up)
    """Decides what the tentative decodings were worth, and names what stayed unread."""
    flags, parents, blobs, active = tree.flags, tree.parents, tree.blobs, tree.active
    unread: list[int] = []
    readable: set[int] = set()
    covered: set[int] = set()
    rejected = False
    for node in reversed(active):
        flag = flags[node]
        if flag == REJECTED:
            rejected = True
            if len(blobs[node]) > _TOKEN:
                unread.append(node)
            continue
        good = node in readable or flag == READ
        if not good:
            good = is_text(blobs[node]) and (flag == PLAIN or len(blobs[node]) >= _WORD)
            if not good:
                unread.append(node)
        elif flag != WHOLE and (node in covered or flag == READ):
            flags[node] = READ
        if good:
            if flag == TENTATIVE and node not in readable:
                flags[node] = WHOLE if _is_joined(tree.steps[node]) else PLAIN
            if parents[node] >= 0:
                readable.add(parents[node])
                if node not in tree.beside and not _is_stretch(tree.steps[node]):
                    covered.add(parents[node])
        elif flag == TENTATIVE:
            flags[node] = REJECTED
            rejected = True
    if rejected:
        reject_below(tree)
    for node in reversed(unread):
        name_unread(tree, node)


def _is_stretch(step: Step) -> bool:
    """Whether a step leads to a stretch of a text, whose rest stays a leaf: `base64@12`, `json@3:a`."""
    return isinstance(step, str) and "@" in step.partition(":")[0]


def _is_joined(step: Step) -> bool:
    """Whether a step leads to what neighbours spell together: those are the leaves."""
    return isinstance(step, str) and step.startswith(JOINED)


def reject_below(tree: Layers) -> None:
    """What came out of a rejected decoding is rejected."""
    flags, parents = tree.flags, tree.parents
    for node, parent in enumerate(parents):
        if parent >= 0 and flags[parent] == REJECTED:
            flags[node] = REJECTED
    tree.open_gaps = [
        entry for entry in tree.open_gaps if flags[entry[0]] != REJECTED or entry[1] is GapReason.BUDGET
    ]


def name_unread(tree: Layers, node: int) -> None:
    """Notes a gap where the bytes of a leaf stayed unread and that is a loss."""
    data, flag, parent = tree.blobs[node], tree.flags[node], tree.parents[node]
    if flag == PLAIN and len(data) > _TRIFLE:
        why = opaque.name(
            tree.message, data, tree.formats, is_body=parent == ROOT and tree.steps[node] == "body"
        )
        if why is not None:
            tree.gap(node, *why)
    elif (
        flag == REJECTED
        and len(data) > _TOKEN
        and tree.steps[node] == "base64"
        and tree.flags[parent] == PLAIN
        and tree.steps[parent] != "jwt:signature"
        and (tree.parents[parent], tree.steps[parent]) not in tree.deciphered
        and entropy_is_high(data)
    ):
        tree.gap(node, GapReason.ENCRYPTED, "base64 of bytes spread evenly, of no known format")
