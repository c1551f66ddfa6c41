"""A screen of the virtual handset: a tree of frozen nodes, built without bounds (`layout` gives them).

All lengths are pixels of the phone's display, bounds are (left, top, right, bottom).
Class names and attributes are those of Android's AccessibilityNodeInfo.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
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
