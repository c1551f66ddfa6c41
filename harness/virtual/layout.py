"""The layout of a screen: where each node of a tree lies on the display.

The window calls `arrange` whenever it shows, dumps, draws or taps a screen.  All lengths are pixels.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import replace
from typing import Final

from harness.virtual.screen import (
    COLUMN,
    FILL,
    FRAME,
    LINEAR,
    LIST,
    ROW,
    STACK,
    VIEW,
    WEB_VIEW,
    Bounds,
    Node,
)

LINE: Final = {"title": 84, "headline": 66, "body": 56, "muted": 48}
CHARACTER: Final = {"title": 34, "headline": 29, "body": 24, "muted": 21}
MARGIN: Final = 36


def text_height(node: Node, width: int) -> int:
    """What the node's own text needs at that width."""
    if not node.text and not node.hint:
        return 0
    per_line = max(1, (width - 2 * MARGIN) // CHARACTER[node.style])
    lines = sum(max(1, math.ceil(len(line) / per_line)) for line in (node.text or node.hint).split("\n"))
    return lines * LINE[node.style] + 2 * (MARGIN if node.clickable else MARGIN // 2)


def extent(node: Node, width: int) -> int:
    """The height that a node's content needs at that width."""
    inner = width - 2 * node.padding
    if not node.children:
        return max(
            text_height(node, width), 0 if node.class_name in (FRAME, LINEAR, LIST, WEB_VIEW, VIEW) else 96
        )
    if node.layout == COLUMN:
        heights = sum(_length(child, inner) for child in node.children)
        return heights + text_height(node, width) + 2 * node.padding
    widths = _shares(node, inner) if node.layout == ROW else [inner] * len(node.children)
    return 2 * node.padding + max(
        extent(child, each) if node.layout == ROW else _length(child, each)
        for child, each in zip(node.children, widths, strict=True)
    )


def arrange(root: Node, bounds: Bounds, offsets: Mapping[str, int] | None = None) -> Node:
    """The tree with bounds; nodes that lie outside the visible area are dropped, as in a real dump.

    `offsets` says by how many pixels each scrollable (by resource id, else class) is scrolled.
    """
    placed = _place(root, bounds, bounds, offsets or {})
    return placed if placed is not None else replace(root, bounds=bounds, children=())


def _length(child: Node, width: int) -> int:
    """A child's height in a column before the rest is shared out."""
    if child.size > 0:
        return child.size
    return 0 if child.size == FILL else extent(child, width)


def _shares(node: Node, width: int) -> list[int]:
    """The widths of a row's children."""
    fixed = sum(child.size for child in node.children if child.size > 0)
    open_ended = sum(1 for child in node.children if child.size <= 0)
    each = max(0, width - fixed) // open_ended if open_ended else 0
    return [child.size if child.size > 0 else each for child in node.children]


def _place(node: Node, bounds: Bounds, clip: Bounds, offsets: Mapping[str, int]) -> Node | None:
    visible = (
        max(bounds[0], clip[0]),
        max(bounds[1], clip[1]),
        min(bounds[2], clip[2]),
        min(bounds[3], clip[3]),
    )
    if visible[0] >= visible[2] or visible[1] >= visible[3]:
        return None
    left, top = bounds[0] + node.padding, bounds[1] + node.padding
    width, height = bounds[2] - bounds[0] - 2 * node.padding, bounds[3] - bounds[1] - 2 * node.padding
    boxes: list[Bounds] = []
    if node.layout == ROW:
        for child_width in _shares(node, width):
            boxes.append((left, top, left + child_width, top + height))
            left += child_width
    elif node.layout == STACK:
        boxes = [(left, top, left + width, top + height)] * len(node.children)
    else:
        own = text_height(node, width) if node.children else 0
        lengths = [_length(child, width) for child in node.children]
        fills = sum(1 for child in node.children if child.size == FILL)
        rest = max(0, height - own - sum(lengths)) // fills if fills else 0
        top += own - (offsets.get(node.resource_id or node.class_name, 0) if node.scrollable else 0)
        for child, length in zip(node.children, lengths, strict=True):
            used = rest if child.size == FILL else length
            boxes.append((left, top, left + width, top + used))
            top += used
    children = [
        placed
        for child, box in zip(node.children, boxes, strict=True)
        if (placed := _place(child, box, visible, offsets)) is not None
    ]
    return replace(node, bounds=visible, children=tuple(children))
