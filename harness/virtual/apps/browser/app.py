"""The browser as an app: what taps, text and keys do."""

from __future__ import annotations

from collections.abc import Mapping
from functools import partial

from harness.virtual.application import Application, InstalledApp
from harness.virtual.apps.browser.engine import Engine
from harness.virtual.apps.browser.forms import Submission, submission
from harness.virtual.apps.browser.news import Newsstand
from harness.virtual.apps.browser.pages import Link, Submit
from harness.virtual.apps.browser.profile import Profile, Session, Tab
from harness.virtual.apps.browser.screens import Screens
from harness.virtual.apps.browser.skins import ENGINES, SKINS, Skin
from harness.virtual.apps.browser.view import BACK, OPENS, View
from harness.virtual.apps.browser.visits import NOTHING, Visits
from harness.virtual.behaviours.occasions import Occasion, Standing
from harness.virtual.behaviours.reporter import Reporter
from harness.virtual.net.errors import NetworkError
from harness.virtual.net.network import Network
from harness.virtual.phone import Phone
from harness.virtual.screen import Node

SETTINGS_ACTIVITY = "com.android.browser.BrowserSettingsActivity"


class Browser(Application):
    """One browser on one phone."""

    def __init__(self, phone: Phone, network: Network, reporter: Reporter, skin: Skin) -> None:
        self.package = skin.package
        self._phone = phone
        self._network = network
        self._reporter = reporter
        self._skin = skin
        self._profile = Profile(phone, skin)
        agent = skin.user_agent(phone, self._version)
        engine = Engine(network, skin.package, agent, phone.props.get("persist.sys.locale") or "en")
        self._visits = Visits(phone, skin.package, engine, self._profile, lambda: self._session, self._tell)
        self._news = Newsstand(phone, reporter, self.standing)
        self._view = View(Screens(skin), self._profile, self._visits, self._news)
        self._alive = False
        self._reset()

    def _reset(self) -> None:
        """As a new process finds it."""
        self._session = Session()
        self._view.screen = "home"
        self._view.typed = ""
        self._news.clear()
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
            self._view.screen = "settings"

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
        self._visits.reset()
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
        self._news.refresh()

    async def _configure(self) -> None:
        try:
            await self._reporter.fetch(Occasion("config", self.standing()))
        except NetworkError as error:
            self._phone.log("Browser", self._phone.pid(self.package), f"no configuration: {error}", "W")

    # -- input -----------------------------------------------------------------------------------

    def screen(self) -> Node:
        """What is shown now."""
        return self._view.draw(self._session, has_switch=self._skin.has_switch(self._version))

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
            self._view.back()
        else:
            self._move(verb)

    async def set_text(self, node: Node, text: str) -> None:  # noqa: ARG002 - there is one text field
        """Typing into the address field; a line break sends it."""
        self._view.typed = text.partition("\n")[0]
        if "\n" in text:
            self._submit_typed()

    async def key(self, name: str) -> bool:
        """Back, or enter in the address field."""
        if name == "enter" and self._view.screen == "edit":
            self._submit_typed()
            return True
        if name == "menu" and self._profile.consent:
            self._view.screen = "menu"
            return True
        if name == "back" and self._profile.consent and self._view.screen in BACK:
            self._view.back()
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
            self._view.typed = self._visits.page.url if self._view.screen == "page" else ""
            self._view.screen = "edit"
        elif verb == "go_news":
            self._view.screen = "news"
            self._news.clear()
            self._news.refresh()
        elif verb == "incognito":
            self._session.incognito = not self._session.incognito
            self._visits.page = NOTHING
            self._tell("incognito_on" if self._session.incognito else "incognito_off")
        elif verb in {"enhanced", "personalized"}:
            value = not getattr(self._profile, verb)
            self._profile.put(verb, value)
            self._tell("switch", target=verb, action="on" if value else "off")
        elif verb == "tab_new":
            self._session.tabs[self._session.incognito].append(Tab())
            self._view.screen = "home"
            self._tell("tab_open")
        elif verb in OPENS:
            self._view.screen = OPENS[verb]
            if self._view.screen == "home" and not self._news.items:
                self._news.refresh()

    def _choose(self, verb: str, index: int) -> None:
        """Taps on one of several."""
        if verb == "news":
            item = self._news.items[index]
            self._go(item.url, {"feed_id": item.id, "title": item.title})
        elif verb == "visited":
            self._go(self._profile.history[index].url)
        elif verb == "engine":
            self._profile.put("engine", list(ENGINES)[index])
            self._view.screen = "settings"
        elif verb == "tab":
            tabs = self._session.tabs[self._session.incognito]
            tabs.append(tabs.pop(index))
            if tabs[-1].url:
                self._go(tabs[-1].url)
            else:
                self._view.screen = "home"
        else:
            self._follow(index)

    def _follow(self, index: int) -> None:
        page = self._visits.page
        item = page.items[index]
        if isinstance(item, Link) and item.href:
            self._visits.load(Submission("GET", item.href), "link", referrer=page)
        elif isinstance(item, Submit):
            self._tell("form_submit", url=item.form.action)
            self._visits.load(submission(item), "form", referrer=page)

    def _confirm(self) -> None:
        self._session.tabs[self._session.incognito] = [Tab()]
        if self._view.screen == "clear":
            self._profile.put("history", [])
            self._visits.forget()
            self._tell("clear_data")
        self._view.screen = "settings" if self._view.screen == "clear" else "home"

    def _go(self, url: str, news: Mapping[str, str] | None = None) -> None:
        self._view.screen = "page"
        self._visits.go(url, news)

    def _submit_typed(self) -> None:
        if text := self._view.typed.strip():
            self._view.screen = "page"
            self._visits.typed(text)

    def _tell(self, trigger: str, **facts: str) -> None:
        self._reporter.happened(Occasion(trigger, self.standing(), facts))


APPS = tuple(
    InstalledApp(
        skin.installed,
        partial(Browser, skin=skin),
        triggers=frozenset(
            {
                "page_start",
                "visit",
                "search",
                "read_news",
                "feed",
                "config",
                "incognito_on",
                "incognito_off",
                "switch",
                "clear_data",
                "tab_open",
                "form_submit",
            }
        ),
        facts=frozenset({"search_term", "engine", "feed_id"}),
    )
    for skin in SKINS
)
