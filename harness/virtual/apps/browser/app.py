"""The browser as an app: what taps, text and keys do."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from urllib.parse import urlsplit

from harness.virtual.apps.browser.engine import Engine
from harness.virtual.apps.browser.forms import Submission, submission
from harness.virtual.apps.browser.news import Item, read_feed
from harness.virtual.apps.browser.pages import Link, Page, Submit
from harness.virtual.apps.browser.profile import Profile, Session, Tab
from harness.virtual.apps.browser.screens import Screens
from harness.virtual.apps.browser.skins import ENGINES, Skin, search_address
from harness.virtual.behaviours.occasions import Occasion, Standing, Trigger
from harness.virtual.behaviours.reporter import Reporter
from harness.virtual.net import addresses
from harness.virtual.net.errors import NetworkError
from harness.virtual.net.network import Network
from harness.virtual.phone import Phone
from harness.virtual.screen import Node

SETTINGS_ACTIVITY = "com.android.browser.BrowserSettingsActivity"
_OPENS = {
    "go_home": "home",
    "go_my": "menu",
    "go_tabs": "tabs",
    "tabs_close": "tabs_close",
    **{name: name for name in ("history", "downloads", "settings", "privacy", "engines", "clear")},
}
_BACK = {
    "edit": "home",
    "page": "home",
    "menu": "home",
    "news": "home",
    "tabs": "home",
    "history": "menu",
    "downloads": "menu",
    "settings": "menu",
    "privacy": "settings",
    "engines": "settings",
    "clear": "settings",
    "tabs_close": "tabs",
}
"""Where the back key leads from each screen; from any other it leaves the app."""


class Browser:
    """One browser on one phone; satisfies `phone.App`."""

    def __init__(self, phone: Phone, network: Network, reporter: Reporter, skin: Skin) -> None:
        self.package = skin.package
        self._phone = phone
        self._network = network
        self._reporter = reporter
        self._skin = skin
        self._screens = Screens(skin)
        self._profile = Profile(phone, skin)
        agent = skin.user_agent(phone, self._version)
        self._engine = Engine(network, skin.package, agent, phone.props.get("persist.sys.locale") or "en")
        self._alive = False
        self._reset()

    def _reset(self) -> None:
        """As a new process finds it."""
        self._session = Session()
        self._screen = "home"
        self._typed = ""
        self._page = Page("", "", ())
        self._loading = 0
        self._feed: list[Item] = []
        self._wanted = ""

    @property
    def _version(self) -> str:
        found = self._phone.packages.get(self.package)
        return found.version if found else ""

    def standing(self) -> Standing:
        """The state that behaviours look at."""
        return Standing(
            self.package,
            consent=self._profile.consent,
            incognito=self._session.incognito,
            switches={"collecting": self._profile.collecting, "personalized": self._profile.personalized},
        )

    # -- life ------------------------------------------------------------------------------------

    async def start(self, activity: str | None, url: str | None) -> None:
        """Come to the front; a link opens at once, or after the first-run screen was accepted."""
        self._come_alive()
        if not self._profile.consent:
            self._wanted = url or ""
        elif url:
            self._go(url)
        elif activity == SETTINGS_ACTIVITY:
            self._screen = "settings"

    async def foreground(self) -> None:
        """In front again."""
        if not self._alive:
            self._come_alive()
        else:
            self._tell("foreground")

    async def background(self) -> None:
        """Another app came to the front."""
        if self._alive:
            self._tell("background")
            self._reporter.background(self.package)

    async def stop(self) -> None:
        """The process ended."""
        self._alive = False
        self._network.close(self.package)
        self._reporter.stopped(self.package)
        self._engine.forget()
        self._reset()

    async def clear(self) -> None:
        """As newly installed."""
        await self.stop()
        self._profile.reload()

    def _come_alive(self) -> None:
        if self._alive:
            return
        self._alive = True
        self._profile.reload()
        self._reporter.started(self.package, self.standing)
        self._tell("launch")
        if self._profile.consent:
            self._begin()

    def _begin(self) -> None:
        """What the browser does by itself once it may: read its configuration, fetch the news."""
        self._phone.task(self._configure(), self.package)
        self._phone.task(self._fetch_news(), self.package)

    async def _configure(self) -> None:
        try:
            await self._reporter.fetch(Occasion("config", self.standing()))
        except NetworkError as error:
            self._log(f"configuration not read: {error}")

    async def _fetch_news(self) -> None:
        try:
            answer = await self._reporter.fetch(Occasion("feed", self.standing()))
        except NetworkError as error:
            self._log(f"no news: {error}")
        else:
            self._feed = read_feed(answer.body) if answer else []

    # -- input -----------------------------------------------------------------------------------

    def screen(self) -> Node:
        """What is shown now."""
        if not self._profile.consent:
            return self._screens.welcome()
        incognito = self._session.incognito
        if self._screen == "page":
            return self._screens.page(self._page, loading=self._loading > 0)
        if self._screen == "privacy":
            has_switch = self._skin.has_switch(self._version)
            return self._screens.privacy(self._profile, has_switch=has_switch)
        screens: dict[str, Callable[[], Node]] = {
            "edit": lambda: self._screens.editing(self._typed),
            "news": lambda: self._screens.news(self._feed, incognito=incognito),
            "menu": lambda: self._screens.menu(incognito=incognito),
            "history": lambda: self._screens.history(self._profile.history),
            "downloads": self._screens.downloads,
            "settings": lambda: self._screens.settings(self._profile),
            "engines": lambda: self._screens.engines(self._profile.engine),
            "clear": lambda: self._screens.confirm("Clear history, tabs and cache?"),
            "tabs": lambda: self._screens.tabs(self._session.tabs[incognito]),
            "tabs_close": lambda: self._screens.confirm("Close all tabs?"),
            "home": lambda: self._screens.home(self._feed, incognito=incognito),
        }
        return screens[self._screen]()

    async def tap(self, node: Node) -> None:
        """A tap: `verb` or `verb:index`."""
        verb, _, index = node.on_click.partition(":")
        if verb == "agree":
            self._accept()
        elif verb == "exit":
            self._tell("consent_decline")
            await self._phone.go_home()
        elif index:
            self._choose(verb, int(index))
        elif verb == "confirm":
            self._confirm()
        elif verb == "cancel":
            self._screen = _BACK[self._screen]
        else:
            self._move(verb)

    async def set_text(self, node: Node, text: str) -> None:  # noqa: ARG002 - there is one text field
        """Typing into the address field; a line break sends it."""
        self._typed = text.partition("\n")[0]
        if "\n" in text:
            self._submit_typed()

    async def key(self, name: str) -> bool:
        """Back, or enter in the address field."""
        if name == "enter" and self._screen == "edit":
            self._submit_typed()
            return True
        if name == "menu" and self._profile.consent:
            self._screen = "menu"
            return True
        if name == "back" and self._profile.consent and self._screen in _BACK:
            self._screen = _BACK[self._screen]
            return True
        return False

    def _accept(self) -> None:
        self._profile.put("consent", value=True)
        self._tell("consent_accept")
        self._begin()
        if self._wanted:
            self._go(self._wanted)

    def _move(self, verb: str) -> None:
        """Taps that lead to a screen or turn a switch."""
        if verb == "edit":
            self._typed = self._page.url if self._screen == "page" else ""
            self._screen = "edit"
        elif verb == "go_news":
            self._screen, self._feed = "news", []
            self._phone.task(self._fetch_news(), self.package)
        elif verb == "incognito":
            self._session.incognito = not self._session.incognito
            self._page = Page("", "", ())
            self._tell("incognito_on" if self._session.incognito else "incognito_off")
        elif verb in {"enhanced", "personalized"}:
            value = not getattr(self._profile, verb)
            self._profile.put(verb, value)
            self._tell("switch", target=verb, action="on" if value else "off")
        elif verb == "tab_new":
            self._session.tabs[self._session.incognito].append(Tab())
            self._screen = "home"
        elif verb in _OPENS:
            self._screen = _OPENS[verb]
            if self._screen == "home" and not self._feed:
                self._phone.task(self._fetch_news(), self.package)

    def _choose(self, verb: str, index: int) -> None:
        """Taps on one of several."""
        if verb == "news":
            item = self._feed[index]
            self._go(item.url, {"feed_id": item.id, "title": item.title})
        elif verb == "visited":
            self._go(self._profile.history[index].url)
        elif verb == "engine":
            self._profile.put("engine", list(ENGINES)[index])
            self._screen = "settings"
        elif verb == "tab":
            tabs = self._session.tabs[self._session.incognito]
            tabs.append(tabs.pop(index))
            if tabs[-1].url:
                self._go(tabs[-1].url)
            else:
                self._screen = "home"
        else:
            self._follow(index)

    def _follow(self, index: int) -> None:
        item = self._page.items[index]
        if isinstance(item, Link) and item.href:
            self._load(Submission("GET", item.href), "link", referrer=self._page)
        elif isinstance(item, Submit):
            self._tell("form_submit", url=item.form.action)
            self._load(submission(item), "form", referrer=self._page)

    def _confirm(self) -> None:
        self._session.tabs[self._session.incognito] = [Tab()]
        if self._screen == "clear":
            self._profile.put("history", [])
            self._engine.forget()
            self._tell("clear_data")
        self._screen = "settings" if self._screen == "clear" else "home"

    # -- pages -----------------------------------------------------------------------------------

    def _submit_typed(self) -> None:
        text = self._typed.strip()
        if not text:
            return
        if addresses.is_address(text):
            self._go(addresses.complete(text))
            return
        engine = self._profile.engine
        url = search_address(engine, text)
        self._tell("search", search_term=text, engine=engine, url=url)
        self._load(Submission("GET", url), "search")

    def _go(self, url: str, news: Mapping[str, str] | None = None) -> None:
        """Open an address; `news` = it is that item of the feed."""
        if news is not None:
            self._tell("read_news", **news, url=url)
        self._load(Submission("GET", url), "news" if news is not None else "page")

    def _load(self, wanted: Submission, event: str, referrer: Page | None = None) -> None:
        self._loading += 1
        self._screen = "page"
        self._page = Page(wanted.url, "", ())
        self._phone.task(self._show(wanted, event, referrer, self._session.incognito), self.package)

    async def _show(self, wanted: Submission, event: str, referrer: Page | None, incognito: bool) -> None:  # noqa: FBT001 - the mode in which the load began
        self._tell("page_start", **_facts(wanted.url))
        try:
            loaded = await self._engine.load(wanted, referrer=referrer, event=event)
            page = loaded.page
            self._page = page
            tab = self._session.tabs[incognito][-1]
            tab.title, tab.url = page.title, page.url
            if not loaded.failed:
                if not incognito:
                    self._profile.visited(page.title, page.url)
                self._tell("visit", **_facts(page.url), title=page.title, text=page.text)
        finally:
            self._loading -= 1

    def _tell(self, trigger: Trigger, **facts: str) -> None:
        self._reporter.happened(Occasion(trigger, self.standing(), facts))

    def _log(self, text: str) -> None:
        self._phone.log("Browser", self._phone.pid(self.package), text, "W")


def _facts(url: str) -> dict[str, str]:
    try:
        parts = urlsplit(url)
    except ValueError:
        return {"url": url}
    return {"url": url, "host": parts.hostname or "", "path": parts.path}
