"""Taps, swipes and keys."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from harness.virtual.keycodes import name_of
from harness.virtual.uia.selector import centre, one
from harness.virtual.windows import Windows

LONG_MS = 400
STILL = 32  # pixels below which a gesture is a tap
DOWN, UP = 0, 1
TWO_POINTS = 4


class TouchMethods:
    """Coordinates may be floats. TypeError, ValueError: parameters that do not fit."""

    def __init__(self, windows: Windows) -> None:
        self._windows = windows
        self._down: tuple[float, float] | None = None

    async def click(self, *place: Any) -> bool:
        """`x, y[, ms]` or a selector."""
        match place:
            case (float() | int() as x, float() | int() as y, *rest) if len(rest) <= 1:
                await self._windows.tap(x, y, long=bool(rest) and rest[0] >= LONG_MS)
            case (Mapping() as selector,):
                await self._windows.tap(*centre(one(self._windows.current(), selector).node))
            case _:
                raise TypeError(f"click: {place}")
        return True

    async def long_click(self, selector: Mapping[str, Any]) -> bool:
        """On an object."""
        await self._windows.tap(*centre(one(self._windows.current(), selector).node), long=True)
        return True

    async def inject_input_event(self, action: int, x: float, y: float, _meta: int = 0) -> bool:
        """A finger down, moving, up; a short way is a tap."""
        if action == DOWN:
            self._down = (x, y)
        elif action == UP and self._down is not None:
            start, self._down = self._down, None
            if abs(start[0] - x) + abs(start[1] - y) < STILL:
                await self._windows.tap(x, y)
            else:
                await self._windows.swipe(*start, x, y)
        return True

    async def swipe(self, *place: Any) -> bool:
        """`x1, y1, x2, y2, steps`, or a selector with a direction."""
        match place:
            case (Mapping() as selector, str() as direction, *_):
                node = one(self._windows.current(), selector).node
                left, top, right, bottom = node.bounds
                x, y = centre(node)
                end = {"up": (x, top), "down": (x, bottom), "left": (left, y), "right": (right, y)}[direction]
                await self._windows.swipe(x, y, *end)
            case (x1, y1, x2, y2, *_):
                await self._windows.swipe(float(x1), float(y1), float(x2), float(y2))
            case _:
                raise TypeError(f"swipe: {place}")
        return True

    async def swipe_points(self, points: Sequence[float], _steps: int = 10) -> bool:
        """From the first point to the last one."""
        if len(points) < TWO_POINTS:
            raise ValueError("swipePoints: two points wanted")
        await self._windows.swipe(points[0], points[1], points[-2], points[-1])
        return True

    async def drag(self, *place: Any) -> bool:
        """As a swipe."""
        return await self.swipe(*place)

    async def drag_to(self, selector: Mapping[str, Any], *target: Any) -> bool:
        """From an object to another one or a point."""
        screen = self._windows.current()
        start = centre(one(screen, selector).node)
        match target:
            case (Mapping() as other, *_):
                await self._windows.swipe(*start, *centre(one(screen, other).node))
            case (x, y, *_):
                await self._windows.swipe(*start, float(x), float(y))
            case _:
                raise TypeError(f"dragTo: {target}")
        return True

    async def press_key(self, key: str) -> bool:
        """A key by name."""
        return await self._windows.key(name_of(str(key)))

    async def press_key_code(self, code: int, _meta: int = 0) -> bool:
        """A key by code."""
        return await self._windows.key(name_of(str(int(code))))
