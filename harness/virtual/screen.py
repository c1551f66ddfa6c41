"""A screen of the virtual handset: a tree of frozen nodes, and the layout that gives each its bounds.

All lengths are pixels of the phone's display, bounds are (left, top, right, bottom). Apps build trees
without bounds; the window calls `arrange` whenever it shows, dumps, draws or taps a screen.
Class names and attributes are those of Android's AccessibilityNodeInfo.
"""

from __future__ import annotations

import math
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import Final

Bounds = tuple[int, int, int, int]

FILL: Final = -1  # takes what its siblings leave
NATURAL: Final = 0  # as much as its content needs

COLUMN: Final = "column"
ROW: Final = "row"
STACK: Final = "stack"

TEXT_VIEW: Final = "android.widget.TextView"
BUTTON: Final = "android.widget.Button"
EDIT_TEXT: Final = "android.widget.EditText"
SWITCH: Final = "android.widget.Switch"
CHECK_BOX: Final = "android.widget.CheckBox"
IMAGE_VIEW: Final = "android.widget.ImageView"
FRAME: Final = "android.widget.FrameLayout"
LINEAR: Final = "android.widget.LinearLayout"
LIST: Final = "androidx.recyclerview.widget.RecyclerView"
WEB_VIEW: Final = "android.webkit.WebView"
PROGRESS: Final = "android.widget.ProgressBar"
VIEW: Final = "android.view.View"

LINE: Final = {"title": 84, "headline": 66, "body": 56, "muted": 48}
CHARACTER: Final = {"title": 34, "headline": 29, "body": 24, "muted": 21}
MARGIN: Final = 36
LEAST: Final = {BUTTON: 132, EDIT_TEXT: 132, FRAME: 0, LINEAR: 0, LIST: 0, WEB_VIEW: 0, VIEW: 0}  # heights


@dataclass(frozen=True, slots=True)
class Node:
    """One view. `on_click` is a key only its app understands, `size` its length along its parent's axis."""

    class_name: str = FRAME
    text: str = ""
    resource_id: str = ""
    desc: str = ""
    hint: str = ""
    clickable: bool = False
    long_clickable: bool = False
    checkable: bool = False
    checked: bool = False
    enabled: bool = True
    focusable: bool = False
    focused: bool = False
    scrollable: bool = False
    selected: bool = False
    password: bool = False
    on_click: str = ""
    children: tuple[Node, ...] = ()
    layout: str = COLUMN
    size: int = NATURAL
    padding: int = 0
    style: str = "body"  # title, headline, body, muted: how large its text is drawn
    background: str = ""  # "#rrggbb" or empty: that of its parent
    package: str = ""  # empty: that of the app in front
    bounds: Bounds = (0, 0, 0, 0)

    def walk(self) -> Iterator[Node]:
        """The node and all below it, in the order of a hierarchy dump."""
        yield self
        for child in self.children:
            yield from child.walk()

    def find(self, resource_id: str) -> Node | None:
        """The first node with that full resource id."""
        return next((node for node in self.walk() if node.resource_id == resource_id), None)

    def contains(self, x: float, y: float) -> bool:
        """Whether a point lies within the bounds."""
        left, top, right, bottom = self.bounds
        return left <= x < right and top <= y < bottom


def label(text: str, resource_id: str = "", style: str = "body", desc: str = "") -> Node:
    """A text that nobody taps."""
    return Node(TEXT_VIEW, text=text, resource_id=resource_id, style=style, desc=desc)


def button(text: str, on_click: str, resource_id: str = "", *, desc: str = "", enabled: bool = True) -> Node:
    """A push button."""
    return Node(
        BUTTON,
        text=text,
        resource_id=resource_id,
        desc=desc,
        clickable=True,
        focusable=True,
        enabled=enabled,
        on_click=on_click,
    )


def tappable(text: str, on_click: str, resource_id: str = "", *, desc: str = "", style: str = "body") -> Node:
    """A text that reacts to a tap: a list item, a hint, a menu entry."""
    return Node(
        TEXT_VIEW,
        text=text,
        resource_id=resource_id,
        desc=desc,
        clickable=True,
        focusable=True,
        on_click=on_click,
        style=style,
    )


def edit(
    text: str,
    resource_id: str,
    *,
    on_click: str = "",
    hint: str = "",
    focused: bool = False,
    password: bool = False,
) -> Node:
    """A text field; typing ends in the app's `set_text`."""
    return Node(
        EDIT_TEXT,
        text=text,
        resource_id=resource_id,
        hint=hint,
        clickable=True,
        long_clickable=True,
        focusable=True,
        focused=focused,
        password=password,
        on_click=on_click,
    )


def switch(
    *, checked: bool, resource_id: str = "android:id/switch_widget", on_click: str = "", desc: str = ""
) -> Node:
    """An on/off switch; without `on_click` its row takes the tap, as in Android's settings."""
    return Node(
        SWITCH,
        resource_id=resource_id,
        desc=desc,
        checkable=True,
        checked=checked,
        clickable=bool(on_click),
        on_click=on_click,
        size=180,
    )


def column(
    *children: Node, resource_id: str = "", size: int = NATURAL, background: str = "", padding: int = 0
) -> Node:
    """Children below each other."""
    return Node(
        LINEAR, resource_id=resource_id, children=children, size=size, background=background, padding=padding
    )


def row(
    *children: Node, resource_id: str = "", size: int = NATURAL, on_click: str = "", background: str = ""
) -> Node:
    """Children beside each other; those without a width of their own share what is left."""
    return Node(
        LINEAR,
        resource_id=resource_id,
        children=children,
        layout=ROW,
        size=size,
        clickable=bool(on_click),
        focusable=bool(on_click),
        on_click=on_click,
        background=background,
    )


def listing(*children: Node, resource_id: str, size: int = FILL) -> Node:
    """A list that scrolls when its rows need more room."""
    return Node(LIST, resource_id=resource_id, children=children, scrollable=True, focusable=True, size=size)


def preference(
    title: str, summary: str = "", *, on_click: str = "", checked: bool | None = None, desc: str = ""
) -> Node:
    """A row of a settings screen: `android:id/title`, `android:id/summary` and, with `checked`, a switch."""
    texts = [label(title, "android:id/title", "headline")]
    if summary:
        texts.append(label(summary, "android:id/summary", "muted"))
    parts = [column(*texts)]
    if checked is not None:
        parts.append(switch(checked=checked, desc=desc))
    return row(*parts, on_click=on_click)


def web_view(*children: Node, resource_id: str = "", desc: str = "") -> Node:
    """The page area of a browser."""
    return Node(
        WEB_VIEW,
        resource_id=resource_id,
        desc=desc,
        children=children,
        scrollable=True,
        focusable=True,
        size=FILL,
    )


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
