"""The hierarchy dump: the XML of `uiautomator dump` and of uiautomator2's dumpWindowHierarchy.

Format: AOSP frameworks/base cmds/uiautomator AccessibilityNodeInfoDumper. Characters that XML 1.0 does not
allow become a dot, as there.
"""

from __future__ import annotations

import re
from xml.sax.saxutils import quoteattr

from harness.virtual.screen import FRAME, LINEAR, Node
from harness.virtual.windows import Windows

ILLEGAL = re.compile("[^\t\n\r\x20-\ud7ff\ue000-\ufffd\U00010000-\U0010ffff]")


def dump(windows: Windows, *, compressed: bool = False, max_depth: int = 50) -> str:
    """The screen in front as XML; `compressed` leaves out containers that say nothing."""
    root = windows.current()
    lines = ["<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>", '<hierarchy rotation="0">']
    _write(root, 0, root.package, max_depth if max_depth > 0 else 1, compressed, lines)
    return "\r\n".join([*lines, "</hierarchy>"])


def _write(node: Node, index: int, package: str, depth: int, compressed: bool, lines: list[str]) -> None:  # noqa: FBT001
    if depth == 0:
        return
    silent = (
        compressed
        and node.class_name in (FRAME, LINEAR)
        and not (node.resource_id or node.text or node.desc or node.clickable or node.scrollable)
    )
    if silent:
        for place, child in enumerate(node.children):
            _write(child, place, package, depth, compressed, lines)
        return
    attributes = attributes_of(node, index, package)
    head = "<node " + " ".join(
        f"{name}={quoteattr(ILLEGAL.sub('.', value))}" for name, value in attributes.items()
    )
    if not node.children or depth == 1:
        lines.append(head + " />")
        return
    lines.append(head + ">")
    for place, child in enumerate(node.children):
        _write(child, place, package, depth - 1, compressed, lines)
    lines.append("</node>")


def attributes_of(node: Node, index: int, package: str) -> dict[str, str]:
    """The attributes of a node in the order of the dump."""
    left, top, right, bottom = node.bounds
    flags = {
        "checkable": node.checkable,
        "checked": node.checked,
        "clickable": node.clickable,
        "enabled": node.enabled,
        "focusable": node.focusable,
        "focused": node.focused,
        "scrollable": node.scrollable,
        "long-clickable": node.long_clickable,
        "password": node.password,
        "selected": node.selected,
        "visible-to-user": True,
    }
    return {
        "index": str(index),
        "text": node.text,
        "resource-id": node.resource_id,
        "class": node.class_name,
        "package": node.package or package,
        "content-desc": node.desc,
        **{name: str(value).lower() for name, value in flags.items()},
        "bounds": f"[{left},{top}][{right},{bottom}]",
    }
