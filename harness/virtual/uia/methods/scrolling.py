"""Scrolling and flinging: page by page, to an end, to an object."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harness.virtual.uia.selector import one, select
from harness.virtual.windows import Windows

PAGE = 0.9  # of the list's height
END = 10**6  # pixels, farther than any list is long
MOST_PAGES = 100

Selector = Mapping[str, Any]


class ScrollingMethods:
    """True: the list moved (or the object is there); False: it was at its end, or does not scroll."""

    def __init__(self, windows: Windows) -> None:
        self._windows = windows

    async def scroll_to(self, selector: Selector, target: Selector, *_: Any) -> bool:
        """From the beginning on until the target shows."""
        self._scroll(selector, pixels=-END)
        for _page in range(MOST_PAGES):
            if select(self._windows.current(), target):
                return True
            if not self._scroll(selector, pages=1):
                return False
        return False

    async def scroll_forward(self, selector: Selector, *_: Any) -> bool:
        """A page on."""
        return self._scroll(selector, pages=1)

    async def scroll_backward(self, selector: Selector, *_: Any) -> bool:
        """A page back."""
        return self._scroll(selector, pages=-1)

    async def scroll_to_beginning(self, selector: Selector, *_: Any) -> bool:
        """To the beginning."""
        return self._scroll(selector, pixels=-END)

    async def scroll_to_end(self, selector: Selector, *_: Any) -> bool:
        """To the end."""
        return self._scroll(selector, pixels=END)

    fling_forward = scroll_forward
    fling_backward = scroll_backward
    fling_to_beginning = scroll_to_beginning
    fling_to_end = scroll_to_end

    def _scroll(self, selector: Selector, *, pages: int = 0, pixels: int = 0) -> bool:
        node = one(self._windows.current(), selector).node
        height = node.bounds[3] - node.bounds[1]
        return node.scrollable and self._windows.scroll(node, pages * height * PAGE + pixels)
