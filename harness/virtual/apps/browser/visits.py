"""Pages being opened: what is shown meanwhile, what the history keeps, what reports are told."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Protocol
from urllib.parse import urlsplit

from harness.virtual.apps.browser.engine import Engine
from harness.virtual.apps.browser.forms import Submission
from harness.virtual.apps.browser.pages import Page
from harness.virtual.apps.browser.profile import Profile, Session, Tab
from harness.virtual.apps.browser.skins import search_address
from harness.virtual.net import addresses
from harness.virtual.phone import Phone

NOTHING = Page("", "", ())


class Tell(Protocol):
    """Tells the reports what happened."""

    def __call__(self, trigger: str, **facts: str) -> None:
        """The trigger and the values at hand."""


class Visits:
    """The page of the current tab, and the way to the next one."""

    def __init__(
        self,
        phone: Phone,
        package: str,
        engine: Engine,
        profile: Profile,
        session: Callable[[], Session],
        tell: Tell,
    ) -> None:
        self._phone = phone
        self._package = package
        self._engine = engine
        self._profile = profile
        self._session = session
        self._tell = tell
        self._open = 0
        self.page = NOTHING

    @property
    def loading(self) -> bool:
        """Whether a page is on its way."""
        return self._open > 0

    def reset(self) -> None:
        """As a new process finds it."""
        self.page = NOTHING
        self._open = 0
        self._engine.forget()

    def forget(self) -> None:
        """The caches are emptied."""
        self._engine.forget()

    def typed(self, text: str) -> None:
        """Go where typed text leads: to an address, or to the engine that is set."""
        if addresses.is_address(text):
            self.go(addresses.complete(text))
            return
        engine = self._profile.engine
        url = search_address(engine, text)
        self._tell("search", search_term=text, engine=engine, url=url)
        self.load(Submission("GET", url), "search")

    def go(self, url: str, news: Mapping[str, str] | None = None) -> None:
        """Open an address; `news` = it is that item of the feed."""
        if news is not None:
            self._tell("read_news", **news, url=url)
        self.load(Submission("GET", url), "news" if news is not None else "page")

    def load(self, wanted: Submission, event: str, referrer: Page | None = None) -> None:
        """Start to load; the page is on the screen at once, empty."""
        self._open += 1
        self.page = Page(wanted.url, "", ())
        session = self._session()
        tab = session.tabs[session.incognito][-1]
        self._phone.task(self._show(wanted, event, referrer, tab, incognito=session.incognito), self._package)

    async def _show(
        self, wanted: Submission, event: str, referrer: Page | None, tab: Tab, *, incognito: bool
    ) -> None:
        self._tell("page_start", **_facts(wanted.url))
        try:
            loaded = await self._engine.load(wanted, referrer=referrer, event=event)
            page = self.page = loaded.page
            tab.title, tab.url = page.title, page.url
            if not loaded.failed:
                if not incognito:
                    self._profile.visited(page.title, page.url)
                self._tell("visit", **_facts(page.url), title=page.title, text=page.text)
        finally:
            self._open = max(0, self._open - 1)


def _facts(url: str) -> dict[str, str]:
    try:
        parts = urlsplit(url)
    except ValueError:
        return {"url": url}
    return {"url": url, "host": parts.hostname or "", "path": parts.path}
