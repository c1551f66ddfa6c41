"""What is on the screen: the tree of views of a uiautomator dump, and how to name one of them.

Pure: text in, nodes out.  A dump that is empty is refused, since anything is absent from it.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field, fields
from xml.etree.ElementTree import Element, ParseError

from defusedxml import DefusedXmlException
from defusedxml.ElementTree import fromstring

from harness.model.errors import MeasurementLost

_START = re.compile(r"<\?xml\s|<hierarchy[\s>/]")
_BOUNDS = re.compile(r"\[(-?\d+),(-?\d+)\]\[(-?\d+),(-?\d+)\]")
SYSTEM_PACKAGES = frozenset({"com.android.systemui", "android"})
"""Status and navigation bar are part of a dump; they are never the app in front."""


@dataclass(frozen=True, slots=True)
class Node:
    """One view; `bounds` in pixels (left, top, right, bottom); `place` leads from the root to it."""

    text: str
    resource_id: str
    class_name: str
    package: str
    desc: str
    checkable: bool
    checked: bool
    clickable: bool
    enabled: bool
    focused: bool
    scrollable: bool
    bounds: tuple[int, int, int, int]
    place: tuple[int, ...]

    @property
    def centre(self) -> tuple[int, int]:
        """Where a finger goes."""
        left, top, right, bottom = self.bounds
        return (left + right) // 2, (top + bottom) // 2

    def holds(self, other: Node) -> bool:
        """Whether the other one lies below this one in the tree."""
        return len(other.place) > len(self.place) and other.place[: len(self.place)] == self.place


@dataclass(frozen=True, slots=True)
class Selector:
    """Names views: every field that is set must agree.  `contains` is a part of the text or description."""

    resource_id: str | None = None
    text: str | None = None
    contains: str | None = None
    desc: str | None = None
    class_name: str | None = None
    package: str | None = None
    clickable: bool | None = None
    checked: bool | None = None
    scrollable: bool | None = None

    def matches(self, node: Node) -> bool:
        """Whether it names this view."""
        for name in _COMPARED:
            wanted = getattr(self, name)
            if wanted is not None and getattr(node, name) != wanted:
                return False
        return self.contains is None or self.contains in node.text or self.contains in node.desc

    def __str__(self) -> str:
        """The set fields, for messages."""
        pairs = ((item.name, getattr(self, item.name)) for item in fields(self))
        return "the view with " + ", ".join(f"{name} {value!r}" for name, value in pairs if value is not None)


_COMPARED = tuple(item.name for item in fields(Selector) if item.name != "contains")


@dataclass(frozen=True, slots=True)
class Hierarchy:
    """One dump: its views in document order, and the text that it was read from."""

    nodes: tuple[Node, ...]
    xml: str = field(repr=False, default="")

    def all(self, selector: Selector) -> tuple[Node, ...]:
        """Every view that it names, in document order."""
        return tuple(node for node in self.nodes if selector.matches(node))

    def first(self, selector: Selector) -> Node | None:
        """The first view that it names."""
        return next((node for node in self.nodes if selector.matches(node)), None)

    def below(self, top: Node, selector: Selector) -> tuple[Node, ...]:
        """Every view below `top` that it names."""
        return tuple(node for node in self.nodes if top.holds(node) and selector.matches(node))

    def around(self, inner: Node) -> Iterator[Node]:
        """The views that hold `inner`, the nearest first."""
        return (node for node in reversed(self.nodes) if node.holds(inner))

    @property
    def package(self) -> str:
        """The app in front: whose views cover most; empty where only the system's bars are there."""
        areas: dict[str, int] = {}
        for node in self.nodes:
            if node.package and node.package not in SYSTEM_PACKAGES:
                left, top, right, bottom = node.bounds
                area = max(0, right - left) * max(0, bottom - top)
                areas[node.package] = max(areas.get(node.package, 0), area)
        return max(areas, key=lambda name: areas[name], default="")

    @property
    def said(self) -> str:
        """The texts on the screen, for messages."""
        return " | ".join(node.text for node in self.nodes if node.text)[:300]


def parse(dump: str) -> Hierarchy:
    """The views of a dump, which may be preceded by noise.

    MIUI prints a Java stack trace on the same output first, with `<init>` in it (facts/tools §8), so
    the XML is looked for by its own beginning.  Raises MeasurementLost for a dump without views.
    """
    start = _START.search(dump)
    if start is None:
        raise MeasurementLost(f"wanted the views of the screen, found {dump[:80]!r}; is the screen on?")
    xml = dump[start.start() : dump.rfind(">") + 1]
    try:
        root = fromstring(xml.encode("utf-8", "replace"), forbid_dtd=True)
    except (ParseError, DefusedXmlException, ValueError) as error:
        raise MeasurementLost(
            f"wanted the views of the screen, found XML that does not read: {error}"
        ) from error
    nodes = tuple(_nodes(root))
    if not nodes:
        raise MeasurementLost("wanted the views of the screen, found an empty dump; is the screen on?")
    return Hierarchy(nodes, xml)


def _nodes(root: Element) -> Iterator[Node]:
    waiting: list[tuple[Element, tuple[int, ...]]] = [(root, ())]
    while waiting:
        element, place = waiting.pop()
        if place:
            yield _node(element, place)
        children = [child for child in element if child.tag == "node"]
        waiting.extend((child, (*place, number)) for number, child in reversed(list(enumerate(children))))


def _node(element: Element, place: tuple[int, ...]) -> Node:
    raw = element.get("bounds", "")
    match = _BOUNDS.fullmatch(raw)
    if match is None:
        raise MeasurementLost(f"wanted the bounds of a view, found {raw!r}")
    left, top, right, bottom = (int(figure) for figure in match.groups())

    def true(name: str) -> bool:
        return element.get(name) == "true"

    return Node(
        text=element.get("text", ""),
        resource_id=element.get("resource-id", ""),
        class_name=element.get("class", ""),
        package=element.get("package", ""),
        desc=element.get("content-desc", ""),
        checkable=true("checkable"),
        checked=true("checked"),
        clickable=true("clickable"),
        enabled=true("enabled"),
        focused=true("focused"),
        scrollable=true("scrollable"),
        bounds=(left, top, right, bottom),
        place=place,
    )
