"""Where a browser is driven to: first run, home, addresses, searches, links, forms, the news feed."""

from __future__ import annotations

from collections.abc import Callable
from typing import ClassVar
from urllib.parse import quote, quote_plus

from harness.apps.app import App
from harness.apps.browser.page import Page, same_address
from harness.device.hierarchy import Hierarchy, Node, Selector
from harness.model.errors import MeasurementLost

PAGE_SECONDS = 30.0
WEB_VIEW = "android.webkit.WebView"
BUTTON = "android.widget.Button"


class Navigation(App):
    """The moves of a browser that load something.  Satisfies `harness.apps.pages.ShowsPages`."""

    activity: ClassVar[str] = "com.android.browser.BrowserActivity"
    welcome: ClassVar[str]

    # first run

    def first_run(self) -> bool:
        """Whether the consent screen is in front, and not the home screen."""
        screen = self.ui.until(
            lambda now: any(now.first(self.view(name)) for name in ("agree", "search_hint", "action_home")),
            f"the first run or a screen of {self.package}",
            PAGE_SECONDS,
        )
        return screen.first(self.view("agree")) is not None

    def accept(self) -> str:
        """Agree on the consent screen; the home screen follows."""
        title = self.ui.wait(self.view("title"))
        if title.text != self.welcome:
            raise MeasurementLost(f"wanted the consent screen {self.welcome!r}, found {title.text!r}")
        self.ui.tap(self.view("agree"))
        self.ui.wait(self.view("search_hint"), PAGE_SECONDS)
        return title.text

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
        return self.loaded(lambda shown: same_address(shown, url), url)

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

    def loaded(self, shown: Callable[[str], bool], wanted: str) -> Page:
        """The page, once nothing loads and the address bar is as wanted.

        Raises MeasurementLost where the browser shows an error of its own instead of the page.
        """

        def done(screen: Hierarchy) -> bool:
            bar = screen.first(self.view("address"))
            return bar is not None and screen.first(self.view("loading")) is None and shown(bar.text)

        page = self._page(self.ui.until(done, f"the page {wanted} loaded", PAGE_SECONDS))
        if page.error is not None:
            raise MeasurementLost(f"wanted the page {wanted} loaded, found the browser's error {page.error}")
        return page

    def page(self) -> Page:
        """The page in front, once it is loaded."""
        return self.loaded(bool, "in front")

    def _page(self, screen: Hierarchy) -> Page:
        area = screen.first(Selector(class_name=WEB_VIEW))
        if area is None:
            raise MeasurementLost(f"wanted a page area in {self.package}, found {screen.said!r}")
        texts = tuple(node.text for node in screen.below(area, Selector()) if node.text)
        return Page(screen.all(self.view("address"))[0].text, texts)

    def open_page(self, url: str) -> None:
        """Load a page of the bench."""
        self.visit(url)

    def submit(self, button: str) -> None:
        """Tap the form's button with that text on the page and wait for the page that follows.

        Raises MeasurementLost where that page has the same address and words: nothing shows then that
        the tap did something.
        """
        self.page()
        target = self._on_page(Selector(class_name=BUTTON, text=button))
        before = self._page(self.ui.hierarchy())
        self.ui.tap(target)
        self.ui.until(
            lambda now: (
                now.first(self.view("loading")) is not None
                or (now.first(self.view("address")) is not None and self._page(now) != before)
            ),
            f"another page after a tap on {target.text!r}",
            PAGE_SECONDS,
        )
        self.page()

    def _on_page(self, selector: Selector) -> Node:
        screen = self.ui.hierarchy()
        area = screen.first(Selector(class_name=WEB_VIEW))
        for node in screen.below(area, selector) if area else ():
            return node
        return self.ui.scroll_to(selector)

    # news feed

    def news(self) -> tuple[str, ...]:
        """Open the news feed and read the titles on the screen.  Raises MeasurementLost for an empty feed."""
        self.home()
        self.ui.tap(self.view("action_news"))
        screen = self.ui.settled(self.view("feed_title"), PAGE_SECONDS)
        return tuple(node.text for node in screen.all(self.view("feed_title")))

    def tap_feed_item(self, number: int) -> str:
        """Tap the nth title of the feed in front (from 0), wait for its page, and return the title."""
        items = self.ui.settled(self.view("feed_title")).all(self.view("feed_title"))
        if len(items) <= number:
            raise MeasurementLost(f"wanted item {number} in the news feed, found {len(items)} on the screen")
        title = items[number].text
        self.ui.tap(items[number])
        self.page()
        return title
