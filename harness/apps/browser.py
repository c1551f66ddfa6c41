"""The screens and moves that Mi Browser and Mint Browser share (facts/xiaomi §4.2, §4.3)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar
from urllib.parse import quote, quote_plus, urlsplit

from harness.apps.app import App
from harness.apps.incognito_switch import IncognitoSwitch
from harness.device.hierarchy import Hierarchy, Node, Selector
from harness.device.ui import WAIT_SECONDS
from harness.model.errors import MeasurementLost

PAGE_SECONDS = 30.0
WEB_VIEW = "android.webkit.WebView"
BUTTON = "android.widget.Button"


@dataclass(frozen=True, slots=True)
class Page:
    """A page that finished loading: the address shown, and the texts in the page area."""

    address: str
    texts: tuple[str, ...]


class Browser(App):
    """A browser of the vendor.  Subclasses name their package and their words."""

    activity: ClassVar[str] = "com.android.browser.BrowserActivity"
    welcome: ClassVar[str]

    def id(self, name: str) -> str:
        """A resource id of this app."""
        return f"{self.package}:id/{name}"

    def view(self, name: str) -> Selector:
        """The view of that id."""
        return Selector(resource_id=self.id(name))

    # first run

    def first_run(self) -> bool:
        """Whether the consent screen is in front, and not the home screen."""
        screen = self.ui.until(
            lambda now: any(now.first(self.view(name)) for name in ("agree", "search_hint", "action_home")),
            f"the first run or a screen of {self.package}",
            PAGE_SECONDS,
        )
        return screen.first(self.view("agree")) is not None

    def accept(self) -> None:
        """Agree on the consent screen; the home screen follows."""
        self._welcome()
        self.ui.tap(self.view("agree"))
        self.ui.wait(self.view("search_hint"), PAGE_SECONDS)

    def decline(self) -> None:
        """Refuse on the consent screen; the app leaves the front."""
        self._welcome()
        self.ui.tap(self.view("disagree"))
        self.ui.until(lambda now: now.package != self.package, f"{self.package} gone after the refusal")

    def _welcome(self) -> None:
        title = self.ui.wait(self.view("title"))
        if title.text != self.welcome:
            raise MeasurementLost(f"wanted the consent screen {self.welcome!r}, found {title.text!r}")

    # pages

    def home(self) -> Hierarchy:
        """The home screen, from any screen that offers the way."""
        screen = self.ui.until(
            lambda now: any(now.first(self.view(name)) for name in ("search_hint", "action_home")),
            f"a screen of {self.package} with a way home",
        )
        if screen.first(self.view("search_hint")) is None:
            self.ui.tap(self.view("action_home"))
        return self.ui.until(
            lambda now: now.first(self.view("search_hint")) is not None, f"the home screen of {self.package}"
        )

    def visit(self, url: str) -> Page:
        """Type an address and wait until its page is loaded and the address bar shows it."""
        self._enter(url)
        return self.loaded(lambda shown: _same_address(shown, url), url)

    def search(self, term: str) -> Page:
        """Type a search term and wait until a result page of it is loaded."""
        self._enter(term)
        forms = {quote_plus(term), quote(term, safe=""), term}
        return self.loaded(lambda shown: any(form in shown for form in forms), f"results for {term!r}")

    def _enter(self, text: str) -> None:
        self.home()
        self.ui.tap(self.view("search_hint"))
        self.ui.type_into(self.id("url"), text)
        self.ui.press("enter")

    def loaded(self, shown: object, wanted: str) -> Page:
        """The page, once nothing loads and the address bar is as wanted."""
        check = shown if callable(shown) else bool
        screen = self.ui.until(
            lambda now: (
                (bar := now.first(self.view("address"))) is not None
                and now.first(self.view("loading")) is None
                and bool(check(bar.text))
            ),
            f"the page {wanted} loaded",
            PAGE_SECONDS,
        )
        return self._page(screen)

    def page(self) -> Page:
        """The page in front, once it is loaded."""
        return self.loaded(bool, "in front")

    def _page(self, screen: Hierarchy) -> Page:
        area = screen.first(Selector(class_name=WEB_VIEW))
        if area is None:
            raise MeasurementLost(f"wanted a page area in {self.package}, found {screen.said!r}")
        texts = tuple(node.text for node in screen.below(area, Selector()) if node.text)
        return Page(screen.all(self.view("address"))[0].text, texts)

    def submit(self, button: str) -> Page:
        """Tap the form's button with that text on the page and wait for the page that follows."""
        return self._follow(Selector(class_name=BUTTON, text=button))

    def follow(self, link: str) -> Page:
        """Tap the link with that text on the page and wait for the page that follows."""
        return self._follow(Selector(text=link, clickable=True))

    def _follow(self, selector: Selector) -> Page:
        before = self.page()
        target = self._on_page(selector)
        self.ui.tap(target)
        screen = self.ui.until(
            lambda now: (
                now.first(self.view("loading")) is not None
                or ((bar := now.first(self.view("address"))) is not None and bar.text != before.address)
            ),
            f"another page after a tap on {target.text!r}",
            PAGE_SECONDS,
        )
        return self.page() if screen else before

    def _on_page(self, selector: Selector) -> Node:
        screen = self.ui.hierarchy()
        area = screen.first(Selector(class_name=WEB_VIEW))
        for node in screen.below(area, selector) if area else ():
            return node
        return self.ui.scroll_to(selector)

    def back(self) -> None:
        """The back key."""
        self.ui.press("back")

    # news feed

    def news(self) -> tuple[str, ...]:
        """Open the news feed and read the titles on the screen.  Raises MeasurementLost for an empty feed."""
        self.home()
        self.ui.tap(self.view("action_news"))
        screen = self.ui.until(
            lambda now: now.first(self.view("feed_title")) is not None,
            "titles in the news feed",
            PAGE_SECONDS,
        )
        return tuple(node.text for node in screen.all(self.view("feed_title")))

    def tap_feed_item(self, number: int) -> str:
        """Tap the nth title of the feed in front (from 0), wait for its page, and return the title."""
        items = self.ui.until(
            lambda now: len(now.all(self.view("feed_title"))) > number, f"item {number} in the news feed"
        ).all(self.view("feed_title"))
        title = items[number].text
        self.ui.tap(items[number])
        self.page()
        return title

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
        deadline_home = self.ui.until(
            lambda now: any(now.first(self.view(n)) for n in ("search_hint", "menu_incognito")),
            "the way back",
        )
        if deadline_home.first(self.view("search_hint")) is None:
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
        """The rows of the local history: the second signal of incognito (facts/xiaomi §4.3).

        An empty history is read only from the history's own screen.  Leads home again.
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
        self.ui.wait(self.view("search_hint"), WAIT_SECONDS)

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


def _same_address(shown: str, wanted: str) -> bool:
    """Whether the bar shows that address: in full, without its scheme, or without a lone final slash."""

    def bare(text: str) -> str:
        parts = urlsplit(text if "://" in text else f"//{text}")
        return text.removeprefix(f"{parts.scheme}://").rstrip("/") if parts.scheme else text.rstrip("/")

    return bare(shown.strip()) == bare(wanted)
