"""What Mi Browser and Mint Browser share beside navigation: incognito, history, tabs, the switch.

Resource ids: facts/xiaomi §4.2; the way into incognito is recorded nowhere (§4.3), so both the marker
and the history are read.
"""

from __future__ import annotations

from harness.apps.incognito_switch import IncognitoSwitch
from harness.apps.navigation import Navigation
from harness.device.hierarchy import Hierarchy, Selector
from harness.model.errors import MeasurementLost


class Browser(Navigation):
    """A browser of the vendor.  Subclasses name their package and the words of their first run."""

    # incognito

    def is_incognito(self) -> bool:
        """Whether the home screen carries the incognito marker."""
        return self.home().first(self.view("incognito_marker")) is not None

    def open_incognito(self) -> None:
        """Enter incognito mode by the menu; the marker on the home screen is read back."""
        self._set_incognito(on=True)

    def leave_incognito(self) -> None:
        """Leave incognito mode by the menu; the marker's absence is read back."""
        self._set_incognito(on=False)

    def _set_incognito(self, *, on: bool) -> None:
        if self.is_incognito() == on:
            return
        self.menu()
        self.ui.tap(self.view("menu_incognito"))
        toggled = self.ui.until(
            lambda now: any(now.first(self.view(n)) for n in ("search_hint", "menu_incognito")),
            "the way back",
        )
        if toggled.first(self.view("search_hint")) is None:
            self.ui.press("back")
        if self.is_incognito() != on:
            raise MeasurementLost(
                f"wanted incognito {'on' if on else 'off'} in {self.package}, found it unchanged"
            )

    def menu(self) -> Hierarchy:
        """Open the menu of the profile tab."""
        self.home()
        self.ui.tap(self.view("action_my"))
        return self.ui.until(
            lambda now: now.first(self.view("menu_settings")) is not None, "the browser's menu"
        )

    def history(self) -> tuple[str, ...]:
        """The newest rows of the local history, as many as the screen shows, the latest first.

        It is the second signal of incognito (facts/xiaomi §4.3): `page.added_rows` tells what a visit
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

    # tabs

    def close_tabs(self) -> None:
        """Close every tab."""
        self.home()
        self.ui.tap(self.view("action_tabs"))
        self.ui.tap(self.view("nav_close_all"))
        self.ui.tap(Selector(resource_id="android:id/button1"))
        self.ui.wait(self.view("search_hint"))

    # settings

    def switch(self) -> IncognitoSwitch:
        """The incognito switch, its page opened."""
        self.menu()
        self.ui.tap(self.view("menu_settings"))
        return IncognitoSwitch.open(self.ui, self.package)

    def leave_settings(self) -> None:
        """Back from any settings page to the home screen."""
        for _ in range(4):
            screen = self.ui.hierarchy()
            if screen.first(self.view("search_hint")) is not None:
                return
            self.ui.press("back")
            self.ui.until(lambda now, before=screen: now.xml != before.xml, "another screen after back")  # type: ignore[misc]
        self.home()
