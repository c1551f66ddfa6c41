"""What is in front on the phone: the app, its arranged screen, focus, scroll positions, clipboard.

Touch, text and keys arrive here in pixels and key names and become calls of the app in front. A crash of
an app ends that app and leads to the launcher, as on a phone.
"""

from __future__ import annotations

import asyncio
from collections.abc import Coroutine, Mapping
from dataclasses import replace
from typing import Any, TypeVar

from harness.virtual.layout import arrange, extent
from harness.virtual.phone import App, Swipeable
from harness.virtual.processes import Processes
from harness.virtual.screen import EDIT_TEXT, FRAME, Bounds, Node

STATUS_BAR = 80
LAUNCHER = "com.miui.home"

T = TypeVar("T")


class Windows:
    """The window manager of one handset. KeyError: a package without screens was asked for."""

    def __init__(self, width: int, height: int, processes: Processes) -> None:
        self.width, self.height = width, height
        self.apps: dict[str, App] = {}
        self.front = LAUNCHER
        self.clipboard = ""
        self.screen_on = True
        self._activities: dict[str, str] = {}
        self._processes = processes
        self._offsets: dict[str, dict[str, int]] = {}
        self._focus: tuple[str, str] = ("", "")
        self._last: tuple[tuple[str, Node, dict[str, int]], Node] | None = None

    def set_apps(self, apps: Mapping[str, App]) -> None:
        """The apps of this phone, by package."""
        self.apps = dict(apps)

    @property
    def activity(self) -> str:
        """The activity in front, as `dumpsys window` names it."""
        return self._activities.get(
            self.front, ".launcher.Launcher" if self.front == LAUNCHER else ".MainActivity"
        )

    def current(self) -> Node:
        """The arranged screen of the app in front, focus marked."""
        app = self.apps.get(self.front)
        package = self.front
        inner: Bounds = (0, STATUS_BAR, self.width, self.height)
        root = self._arranged(package, app.screen(), inner) if app else Node(FRAME, bounds=inner)
        outer = Node(FRAME, package=package, bounds=(0, 0, self.width, self.height), children=(root,))
        return _mark_focus(outer, self._focused_id(outer))

    def _arranged(self, package: str, screen: Node, inner: Bounds) -> Node:
        """The screen with bounds; one that has not changed since the last look is not laid out anew."""
        asked = (package, screen, dict(self._offsets.get(package, {})))
        if self._last is None or self._last[0] != asked:
            self._last = (asked, arrange(screen, inner, asked[2]))
        return self._last[1]

    async def open(self, package: str, activity: str | None = None, url: str | None = None) -> None:
        """Brings an app to the front and tells it what was asked of it."""
        app = self.apps[package]
        previous = self.front
        if previous != package and previous in self.apps:
            await self._guard(previous, self.apps[previous].background())
        self._processes.start(package)
        self.front = package
        if activity:
            self._activities[package] = activity
        self._offsets.pop(package, None)
        await self._guard(package, app.start(activity, url))

    async def home(self) -> None:
        """The home key."""
        if self.front != LAUNCHER or LAUNCHER not in self.apps:
            await self._switch(LAUNCHER)
        elif LAUNCHER in self.apps:
            self._processes.start(LAUNCHER)
            await self._guard(LAUNCHER, self.apps[LAUNCHER].start(None, None))

    async def recall(self, package: str) -> None:
        """Brings a running app back to the front without starting anything."""
        await self._switch(package)

    async def left(self, package: str) -> None:
        """An app ended; if it was in front the launcher shows."""
        self._activities.pop(package, None)
        self._offsets.pop(package, None)
        if self.front == package:
            await self._switch(LAUNCHER)

    async def tap(self, x: float, y: float, *, long: bool = False) -> None:
        """A touch: the innermost clickable node under the point gets it."""
        if not self.screen_on:
            return
        hit = _hit(self.current(), x, y, long=long)
        if hit is None or not hit.enabled:
            return
        await self.tap_node(hit)

    async def tap_node(self, node: Node) -> None:
        """A touch on a node of the current screen; a text field gets the focus as well."""
        app = self.apps.get(self.front)
        if app is None:
            return
        if node.class_name == EDIT_TEXT:
            self._focus = (self.front, node.resource_id)
        if node.on_click or node.class_name != EDIT_TEXT:
            await self._guard(self.front, app.tap(node))

    def focused(self) -> Node | None:
        """The node that takes text."""
        return next((node for node in self.current().walk() if node.focused), None)

    async def set_text(self, node: Node, text: str) -> bool:
        """Sets the text of a text field; False if the node is none."""
        app = self.apps.get(self.front)
        if app is None or node.class_name != EDIT_TEXT or not node.enabled:
            return False
        self._focus = (self.front, node.resource_id)
        await self._guard(self.front, app.set_text(node, text))
        return True

    async def type(self, text: str) -> bool:
        """Appends to the focused text field; False if none has the focus."""
        node = self.focused()
        return node is not None and await self.set_text(node, node.text + text)

    async def key(self, name: str) -> bool:
        """A key by its name in `KeyEvent`, lower case without KEYCODE_."""
        if name == "home":
            await self.home()
            return True
        if name in ("power", "sleep", "wakeup"):
            self.screen_on = name == "wakeup" or (name == "power" and not self.screen_on)
            return True
        app = self.apps.get(self.front)
        if app is None:
            return False
        if name == "del":
            node = self.focused()
            return node is not None and await self.set_text(node, node.text[:-1])
        package = self.front
        used = await self._guard(package, app.key(name))
        if name == "back" and not used and self.front == package != LAUNCHER:
            await self._switch(LAUNCHER)
            return True
        return bool(used)

    async def swipe(self, x1: float, y1: float, x2: float, y2: float) -> None:
        """A swipe: scrolls what lies under its start, else goes to the app if it takes swipes."""
        if not self.screen_on:
            return
        dx, dy = x2 - x1, y2 - y1
        vertical = abs(dy) >= abs(dx)
        if vertical:
            for node in reversed([n for n in self.current().walk() if n.scrollable and n.contains(x1, y1)]):
                if self.scroll(node, -dy):
                    return
        app = self.apps.get(self.front)
        if isinstance(app, Swipeable):
            direction = ("down" if dy > 0 else "up") if vertical else ("right" if dx > 0 else "left")
            await self._guard(self.front, app.swipe(direction))

    def scroll(self, node: Node, by: float) -> bool:
        """Scrolls a node of the current screen; False if it was at its end."""
        offsets = self._offsets.setdefault(self.front, {})
        key = node.resource_id or node.class_name
        app = self.apps[self.front]
        whole = next(
            n for n in app.screen().walk() if n.scrollable and (n.resource_id or n.class_name) == key
        )
        left, top, right, bottom = node.bounds
        furthest = max(0, extent(replace(whole, size=0), right - left) - (bottom - top))
        before = offsets.get(key, 0)
        offsets[key] = round(min(furthest, max(0, before + by)))
        return offsets[key] != before

    async def _switch(self, package: str) -> None:
        previous = self.front
        if previous != package and previous in self.apps and self._processes.pid(previous):
            await self._guard(previous, self.apps[previous].background())
        self.front = package
        if package in self.apps:
            self._processes.start(package)
            await self._guard(package, self.apps[package].foreground())

    async def _guard(self, package: str, work: Coroutine[Any, Any, T]) -> T | None:
        """Runs an app's method; None if the app crashed in it."""
        task = asyncio.ensure_future(work)
        await asyncio.wait({task})
        if task.cancelled():
            return None
        if (error := task.exception()) is not None:
            self._processes.crashed(package, error)
            await self.left(package)
            return None
        return task.result()

    def _focused_id(self, root: Node) -> str:
        wanted = next((node.resource_id for node in root.walk() if node.focused), None)
        if wanted is not None:
            return wanted
        return self._focus[1] if self._focus[0] == self.front else ""


def _mark_focus(root: Node, resource_id: str) -> Node:
    if not resource_id:
        return root
    done = False

    def visit(node: Node) -> Node:
        nonlocal done
        mine = not done and node.class_name == EDIT_TEXT and node.resource_id == resource_id
        done = done or mine
        return replace(node, focused=mine, children=tuple(visit(child) for child in node.children))

    return visit(root)


def _hit(node: Node, x: float, y: float, *, long: bool) -> Node | None:
    if not node.contains(x, y):
        return None
    for child in reversed(node.children):
        found = _hit(child, x, y, long=long)
        if found is not None:
            return found
    return node if node.clickable or (long and node.long_clickable) else None
