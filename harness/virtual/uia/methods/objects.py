"""Objects by selector: whether they are there, what they are, their text."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Callable, Mapping
from typing import Any

from harness.virtual.uia.selector import Found, one, select
from harness.virtual.windows import Windows

POLL_S = 0.05
LONGEST_WAIT_S = 120.0


class ObjectMethods:
    """ObjectNotFound: no node fits."""

    def __init__(self, windows: Windows) -> None:
        self._windows = windows

    async def exist(self, selector: Mapping[str, Any]) -> bool:
        """Whether one is there now."""
        return bool(self._all(selector))

    async def count(self, selector: Mapping[str, Any]) -> int:
        """How many."""
        return len(self._all(selector))

    async def obj_info(self, selector: Mapping[str, Any]) -> dict[str, Any]:
        """What it is."""
        return info(one(self._windows.current(), selector))

    async def obj_info_of_all_instances(self, selector: Mapping[str, Any]) -> list[dict[str, Any]]:
        """What they are."""
        return [info(found) for found in self._all(selector)]

    async def wait_for_exists(self, selector: Mapping[str, Any], milliseconds: float) -> bool:
        """Waits until one is there."""
        return await _until(lambda: bool(self._all(selector)), milliseconds)

    async def wait_until_gone(self, selector: Mapping[str, Any], milliseconds: float) -> bool:
        """Waits until none is there."""
        return await _until(lambda: not self._all(selector), milliseconds)

    async def get_text(self, selector: Mapping[str, Any]) -> str:
        """Its text."""
        return one(self._windows.current(), selector).node.text

    async def set_text(self, selector: Mapping[str, Any], text: str) -> bool:
        """Sets the text of a field; False: it is none."""
        return await self._windows.set_text(one(self._windows.current(), selector).node, str(text))

    async def clear_text_field(self, selector: Mapping[str, Any]) -> bool:
        """Empties a field."""
        return await self.set_text(selector, "")

    def _all(self, selector: Mapping[str, Any]) -> list[Found]:
        return select(self._windows.current(), selector)


async def _until(holds: Callable[[], bool], milliseconds: float) -> bool:
    end = time.monotonic() + min(milliseconds / 1000, LONGEST_WAIT_S)
    while not holds():
        if time.monotonic() >= end:
            return False
        await asyncio.sleep(POLL_S)
    return True


def info(found: Found) -> dict[str, Any]:
    """An object as uiautomator2 reads it."""
    node = found.node
    box = dict(zip(("left", "top", "right", "bottom"), node.bounds, strict=True))
    return {
        "text": node.text,
        "className": node.class_name,
        "contentDescription": node.desc or None,
        "resourceName": node.resource_id or None,
        "packageName": node.package or found.package,
        "bounds": box,
        "visibleBounds": box,
        "checkable": node.checkable,
        "checked": node.checked,
        "clickable": node.clickable,
        "enabled": node.enabled,
        "focusable": node.focusable,
        "focused": node.focused,
        "longClickable": node.long_clickable,
        "scrollable": node.scrollable,
        "selected": node.selected,
        "childCount": len(node.children),
    }
