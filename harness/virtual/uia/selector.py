"""UiAutomator's selectors as uiautomator2 sends them: fields, then a chain of children and siblings.

`mask` repeats which fields are set and is not needed. An unknown field is refused: ignoring it would find
too much.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from harness.virtual.screen import Node

CHAIN = ("mask", "childOrSibling", "childOrSiblingSelector")


@dataclass(frozen=True, slots=True)
class Found:
    """A node of the screen with its place in the tree."""

    node: Node
    index: int
    parent: Found | None
    package: str

    def children(self) -> list[Found]:
        """Its children."""
        return [Found(child, place, self, self.package) for place, child in enumerate(self.node.children)]

    def below(self) -> list[Found]:
        """Everything below it, in order."""
        found = []
        for child in self.children():
            found.append(child)
            found.extend(child.below())
        return found

    def siblings(self) -> list[Found]:
        """The other children of its parent."""
        return (
            []
            if self.parent is None
            else [each for each in self.parent.children() if each.index != self.index]
        )


Reader = Callable[[Found], str]
TEXTS: dict[str, Reader] = {
    "text": lambda found: found.node.text,
    "description": lambda found: found.node.desc,
    "className": lambda found: found.node.class_name,
    "packageName": lambda found: found.node.package or found.package,
    "resourceId": lambda found: found.node.resource_id,
}
COMPARISONS: dict[str, Callable[[str, str], bool]] = {
    "": lambda value, wanted: value == wanted,
    "Contains": lambda value, wanted: wanted.lower() in value.lower(),
    "StartsWith": lambda value, wanted: value.lower().startswith(wanted.lower()),
    "Matches": lambda value, wanted: re.fullmatch(wanted, value, re.DOTALL) is not None,
}
FLAGS: dict[str, Callable[[Node], bool]] = {
    "checkable": lambda node: node.checkable,
    "checked": lambda node: node.checked,
    "clickable": lambda node: node.clickable,
    "longClickable": lambda node: node.long_clickable,
    "scrollable": lambda node: node.scrollable,
    "enabled": lambda node: node.enabled,
    "focusable": lambda node: node.focusable,
    "focused": lambda node: node.focused,
    "selected": lambda node: node.selected,
}


def select(root: Node, selector: Mapping[str, Any]) -> list[Found]:
    """Every node that fits, in the order of the tree. ValueError: a selector that is not understood."""
    top = Found(root, 0, None, root.package)
    found = _matching([top, *top.below()], selector)
    steps, selectors = selector.get("childOrSibling", []), selector.get("childOrSiblingSelector", [])
    if len(steps) != len(selectors):
        raise ValueError("childOrSibling and childOrSiblingSelector differ in length")
    for step, inner in zip(steps, selectors, strict=True):
        if step not in ("child", "sibling"):
            raise ValueError(f"unknown step {step!r}")
        candidates = [
            each for parent in found for each in (parent.below() if step == "child" else parent.siblings())
        ]
        found = _matching(_once(candidates), inner)
    return found


class ObjectNotFound(LookupError):  # named as UiAutomator names it
    """No node fits the selector."""


def one(root: Node, selector: Mapping[str, Any]) -> Found:
    """The first node that fits. ObjectNotFound: none does."""
    found = select(root, selector)
    if not found:
        raise ObjectNotFound(str(dict(selector)))
    return found[0]


def centre(node: Node) -> tuple[float, float]:
    """The middle of its bounds."""
    left, top, right, bottom = node.bounds
    return ((left + right) / 2, (top + bottom) / 2)


def _once(candidates: list[Found]) -> list[Found]:
    return list({id(each.node): each for each in candidates}.values())


def _matching(candidates: list[Found], selector: Mapping[str, Any]) -> list[Found]:
    tests = [_test(field, wanted) for field, wanted in selector.items() if field not in (*CHAIN, "instance")]
    found = [each for each in candidates if all(test(each) for test in tests)]
    if "instance" in selector:
        place = int(selector["instance"])
        return found[place : place + 1] if place >= 0 else []
    return found


def _test(field: str, wanted: Any) -> Callable[[Found], bool]:
    if field == "index":
        return lambda found: found.index == int(wanted)
    if field in FLAGS:
        flag = FLAGS[field]
        return lambda found: flag(found.node) == bool(wanted)
    for name, reader in TEXTS.items():
        comparison = COMPARISONS.get(field.removeprefix(name)) if field.startswith(name) else None
        if comparison is not None:
            chosen = comparison
            return lambda found, reader=reader: chosen(reader(found), str(wanted))  # type: ignore[misc]
    raise ValueError(f"unknown selector field {field!r}")
