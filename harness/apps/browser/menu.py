"""The menu of the vendor's browsers, and what it leads to: the history, the settings.

Resource ids: facts §4.2; the way into incognito is recorded nowhere (§4.3), so both the marker
and the history are read.
"""

from __future__ import annotations

from typing import ClassVar

from harness.apps.browser.navigation import Navigation
from harness.device.hierarchy import Hierarchy, Selector


class Menu(Navigation):
    """The moves of a browser that go through its menu.

    `switch_since` is the first version whose settings have the switch of incognito mode.
    """

    switch_since: ClassVar[str]

    def menu(self) -> Hierarchy:
        """Open the menu of the profile tab."""
        self.home()
        self.ui.tap(self.view("action_my"))
        return self.ui.until(
            lambda now: now.first(self.view("menu_settings")) is not None, "the browser's menu"
        )

    def history(self) -> tuple[str, ...]:
        """The newest rows of the local history, as many as the screen shows, the latest first.

        It is the second signal of incognito (facts §4.3): `page.added_rows` tells what a visit
        added.  An empty history is read only from its own screen.  Leads home again.
        """
        self.menu()
        self.ui.tap(self.view("menu_history"))
        screen = self.ui.until(
            lambda now: now.first(self.view("menu_history")) is None and self._is_history(now), "the history"
        )
        rows = tuple(node.text for node in screen.all(self.view("history_title")))
        self.ui.press("back")
        self.ui.wait(self.view("menu_settings"))
        self.ui.press("back")
        self.home()
        return rows

    def _is_history(self, screen: Hierarchy) -> bool:
        return screen.package == self.package and (
            screen.first(self.view("history_title")) is not None
            or screen.first(Selector(text="History")) is not None
        )

    # settings

    def settings(self) -> Hierarchy:
        """Open the browser's settings."""
        self.menu()
        self.ui.tap(self.view("menu_settings"))
        return self.ui.until(
            lambda now: now.first(self.view("menu_settings")) is None and now.package == self.package,
            "the browser's settings",
        )

    def leave_settings(self) -> None:
        """Back from any settings page to the home screen."""
        for _ in range(4):
            screen = self.ui.hierarchy()
            if screen.first(self.view("search_hint")) is not None:
                return
            self._back_from(screen)
        self.home()

    def _back_from(self, before: Hierarchy) -> None:
        self.ui.press("back")
        self.ui.until(lambda now: now.xml != before.xml, "another screen after back")
