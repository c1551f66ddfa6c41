"""The JSON-RPC methods of uiautomator2's server, by name.

Parameters come as a list in the order of uiautomator2's AutomatorService; a method that does not exist and
parameters that do not fit are errors, never silent successes.
"""

from __future__ import annotations

import asyncio
import base64
import time
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from harness.virtual.assembly import Device
from harness.virtual.keycodes import name_of
from harness.virtual.screen import EDIT_TEXT, Node
from harness.virtual.uia.drawing import draw, encode
from harness.virtual.uia.hierarchy import dump
from harness.virtual.uia.selector import Found, select

POLL_S = 0.05
LONG_MS = 400
FOREVER = 60


class ObjectNotFound(LookupError):  # named as UiAutomator names it
    """No node fits the selector."""


class Methods:
    """All methods of one phone. LookupError: no such object; TypeError, ValueError: wrong parameters."""

    def __init__(self, device: Device) -> None:
        self._device = device
        self._windows = device.windows
        self._toast: str | None = None
        self._down: tuple[float, float] | None = None

    def table(self) -> dict[str, Callable[..., Awaitable[Any]]]:
        """Every method by its name on the wire."""
        return {name: getattr(self, "do_" + name) for name in NAMES}

    # --- the device

    async def do_deviceInfo(self) -> dict[str, Any]:  # noqa: N802
        firmware = self._device.firmware
        scale = firmware.density / 160
        return {
            "currentPackageName": self._windows.front,
            "displayHeight": firmware.height,
            "displayRotation": 0,
            "displaySizeDpX": round(firmware.width / scale),
            "displaySizeDpY": round(firmware.height / scale),
            "displayWidth": firmware.width,
            "productName": firmware.properties.get("ro.product.name", ""),
            "screenOn": self._windows.screen_on,
            "sdkInt": firmware.sdk,
            "naturalOrientation": True,
        }

    async def do_wakeUp(self) -> None:  # noqa: N802
        self._windows.screen_on = True

    async def do_sleep(self) -> None:
        self._windows.screen_on = False

    async def do_isScreenOn(self) -> bool:  # noqa: N802
        return self._windows.screen_on

    async def do_setOrientation(self, direction: str) -> None:  # noqa: N802
        if direction not in ("n", "natural"):
            raise ValueError(f"this phone does not turn: {direction}")

    async def do_freezeRotation(self, freeze: bool) -> None:  # noqa: N802, FBT001
        self._device.settings.put("system", "accelerometer_rotation", "0" if freeze else "1")

    async def do_dumpWindowHierarchy(self, compressed: bool = False, max_depth: int = 50) -> str:  # noqa: N802, FBT001, FBT002
        return dump(self._windows, compressed=bool(compressed), max_depth=int(max_depth))

    async def do_takeScreenshot(self, scale: float = 1, quality: int = 80) -> str:  # noqa: N802
        image = draw(self._device)
        if scale != 1:
            image = image.resize((max(1, round(image.width * scale)), max(1, round(image.height * scale))))
        return base64.b64encode(encode(image, "JPEG", int(quality))).decode()

    async def do_openNotification(self) -> bool:  # noqa: N802
        return await self._shade("notification")

    async def do_openQuickSettings(self) -> bool:  # noqa: N802
        return await self._shade("settings")

    async def _shade(self, what: str) -> bool:
        if "com.android.systemui" not in self._windows.apps:
            return False
        await self._windows.open("com.android.systemui", what)
        return True

    # --- text

    async def do_getClipboard(self) -> str:  # noqa: N802
        return self._windows.clipboard

    async def do_setClipboard(self, label: str | None, text: str) -> None:  # noqa: ARG002, N802
        self._windows.clipboard = str(text)

    async def do_pasteClipboard(self) -> bool:  # noqa: N802
        return await self._windows.type(self._windows.clipboard)

    async def do_clearInputText(self) -> bool:  # noqa: N802
        node = self._windows.focused()
        return node is not None and await self._windows.set_text(node, "")

    async def do_getLastToast(self) -> str | None:  # noqa: N802
        return self._toast

    async def do_clearLastToast(self) -> None:  # noqa: N802
        self._toast = None

    async def do_makeToast(self, text: str, milliseconds: float = 0) -> bool:  # noqa: ARG002, N802
        self._toast = str(text)
        return True

    async def do_getLastTraversedText(self) -> None:  # noqa: N802
        return None

    async def do_clearLastTraversedText(self) -> None:  # noqa: N802
        return None

    # --- touch and keys

    async def do_click(self, *place: Any) -> bool:
        match place:
            case (float() | int() as x, float() | int() as y, *rest) if len(rest) <= 1:
                await self._windows.tap(x, y, long=bool(rest) and rest[0] >= LONG_MS)
                return True
            case (Mapping() as selector,):
                await self._tap_node(self._one(selector))
                return True
        raise TypeError(f"click: {place}")

    async def do_longClick(self, selector: Mapping[str, Any]) -> bool:  # noqa: N802
        await self._windows.tap(*_centre(self._one(selector).node), long=True)
        return True

    async def do_injectInputEvent(self, action: int, x: float, y: float, meta: int = 0) -> bool:  # noqa: ARG002, N802
        if action == 0:
            self._down = (x, y)
        elif action == 1 and self._down is not None:
            start, self._down = self._down, None
            if abs(start[0] - x) + abs(start[1] - y) < 2 * 16:
                await self._windows.tap(x, y)
            else:
                await self._windows.swipe(*start, x, y)
        return True

    async def do_swipe(self, *place: Any) -> bool:
        match place:
            case (Mapping() as selector, str() as direction, *_):
                node = self._one(selector).node
                left, top, right, bottom = node.bounds
                x, y = _centre(node)
                end = {"up": (x, top), "down": (x, bottom), "left": (left, y), "right": (right, y)}[direction]
                await self._windows.swipe(x, y, *end)
                return True
            case (x1, y1, x2, y2, *_):
                await self._windows.swipe(float(x1), float(y1), float(x2), float(y2))
                return True
        raise TypeError(f"swipe: {place}")

    async def do_swipePoints(self, points: list[float], steps: int = 10) -> bool:  # noqa: ARG002, N802
        if len(points) < 4:  # noqa: PLR2004  # two points
            raise ValueError("swipePoints: two points wanted")
        await self._windows.swipe(points[0], points[1], points[-2], points[-1])
        return True

    async def do_drag(self, *place: Any) -> bool:
        return await self.do_swipe(*place)

    async def do_dragTo(self, selector: Mapping[str, Any], *target: Any) -> bool:  # noqa: N802
        start = _centre(self._one(selector).node)
        end = _centre(self._one(target[0]).node) if isinstance(target[0], Mapping) else (target[0], target[1])
        await self._windows.swipe(*start, *end)
        return True

    async def do_pressKey(self, key: str) -> bool:  # noqa: N802
        return await self._windows.key(name_of(str(key)))

    async def do_pressKeyCode(self, code: int, meta: int = 0) -> bool:  # noqa: ARG002, N802
        return await self._windows.key(name_of(str(int(code))))

    # --- objects

    async def do_exist(self, selector: Mapping[str, Any]) -> bool:
        return bool(self._all(selector))

    async def do_count(self, selector: Mapping[str, Any]) -> int:
        return len(self._all(selector))

    async def do_objInfo(self, selector: Mapping[str, Any]) -> dict[str, Any]:  # noqa: N802
        return _info(self._one(selector))

    async def do_objInfoOfAllInstances(self, selector: Mapping[str, Any]) -> list[dict[str, Any]]:  # noqa: N802
        return [_info(found) for found in self._all(selector)]

    async def do_waitForExists(self, selector: Mapping[str, Any], timeout: float) -> bool:  # noqa: N802, ASYNC109
        return await self._until(lambda: bool(self._all(selector)), timeout)

    async def do_waitUntilGone(self, selector: Mapping[str, Any], timeout: float) -> bool:  # noqa: N802, ASYNC109
        return await self._until(lambda: not self._all(selector), timeout)

    async def do_getText(self, selector: Mapping[str, Any]) -> str:  # noqa: N802
        return self._one(selector).node.text

    async def do_setText(self, selector: Mapping[str, Any], text: str) -> bool:  # noqa: N802
        return await self._windows.set_text(self._one(selector).node, str(text))

    async def do_clearTextField(self, selector: Mapping[str, Any]) -> bool:  # noqa: N802
        return await self._windows.set_text(self._one(selector).node, "")

    async def do_scrollTo(
        self, selector: Mapping[str, Any], target: Mapping[str, Any], vertical: bool = True
    ) -> bool:
        await self._scroll(selector, -(10**6))
        for _ in range(FOREVER):
            if self._all(target):
                return True
            if not await self._scroll(selector, None):
                return False
        return False

    async def do_scrollForward(self, selector: Mapping[str, Any], *_: Any) -> bool:  # noqa: N802
        return await self._scroll(selector, None)

    async def do_scrollBackward(self, selector: Mapping[str, Any], *_: Any) -> bool:  # noqa: N802
        node = self._one(selector).node
        return self._windows.scroll(node, -(node.bounds[3] - node.bounds[1]) * 0.9)

    async def do_scrollToBeginning(self, selector: Mapping[str, Any], *_: Any) -> bool:  # noqa: N802
        return await self._scroll(selector, -(10**6))

    async def do_scrollToEnd(self, selector: Mapping[str, Any], *_: Any) -> bool:  # noqa: N802
        return await self._scroll(selector, 10**6)

    async def _scroll(self, selector: Mapping[str, Any], by: float | None) -> bool:
        """Scrolls a page on, or by that many pixels."""
        node = self._one(selector).node
        if not node.scrollable:
            return False
        return self._windows.scroll(node, (node.bounds[3] - node.bounds[1]) * 0.9 if by is None else by)

    async def _tap_node(self, found: Found) -> None:
        await self._windows.tap(*_centre(found.node))

    async def _until(self, holds: Callable[[], bool], timeout_ms: float) -> bool:
        end = time.monotonic() + min(timeout_ms, 120_000) / 1000
        while not holds():
            if time.monotonic() >= end:
                return False
            await asyncio.sleep(POLL_S)
        return True

    def _all(self, selector: Mapping[str, Any]) -> list[Found]:
        return select(self._windows.current(), selector)

    def _one(self, selector: Mapping[str, Any]) -> Found:
        found = self._all(selector)
        if not found:
            raise ObjectNotFound(str(dict(selector)))
        return found[0]


NAMES = tuple(name.removeprefix("do_") for name in vars(Methods) if name.startswith("do_"))
SAME = {"flingForward": "scrollForward", "flingBackward": "scrollBackward"}
SAME |= {"flingToBeginning": "scrollToBeginning", "flingToEnd": "scrollToEnd"}


def _centre(node: Node) -> tuple[float, float]:
    left, top, right, bottom = node.bounds
    return ((left + right) / 2, (top + bottom) / 2)


def _info(found: Found) -> dict[str, Any]:
    node = found.node
    left, top, right, bottom = node.bounds
    box = {"left": left, "top": top, "right": right, "bottom": bottom}
    return {
        "text": node.text or (node.hint if node.class_name == EDIT_TEXT else ""),
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
