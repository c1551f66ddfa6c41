"""Which screen of the browser is shown, and where the back key leads from it."""

from __future__ import annotations

from collections.abc import Callable

from harness.virtual.apps.browser.news import Newsstand
from harness.virtual.apps.browser.profile import Profile, Session
from harness.virtual.apps.browser.screens import Screens
from harness.virtual.apps.browser.visits import Visits
from harness.virtual.screen import Node

OPENS = {
    "go_home": "home",
    "go_my": "menu",
    "go_tabs": "tabs",
    "tabs_close": "tabs_close",
    **{name: name for name in ("history", "downloads", "settings", "privacy", "engines", "clear")},
}
BACK = {
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


class View:
    """The screen in front: its name, and what is typed into it."""

    def __init__(self, screens: Screens, profile: Profile, visits: Visits, news: Newsstand) -> None:
        self._screens = screens
        self._profile = profile
        self._visits = visits
        self._news = news
        self.screen = "home"
        self.typed = ""

    def back(self) -> None:
        """One screen up."""
        self.screen = BACK[self.screen]

    def draw(self, session: Session, *, has_switch: bool) -> Node:
        """The tree of the screen; the first run hides everything else."""
        made, profile, incognito = self._screens, self._profile, session.incognito
        if not profile.consent:
            return made.welcome()
        screens: dict[str, Callable[[], Node]] = {
            "home": lambda: made.home(self._news.items, incognito=incognito),
            "edit": lambda: made.editing(self.typed),
            "page": lambda: made.page(self._visits.page, loading=self._visits.loading),
            "news": lambda: made.news(self._news.items, incognito=incognito),
            "menu": lambda: made.menu(incognito=incognito),
            "history": lambda: made.history(profile.history),
            "downloads": made.downloads,
            "settings": lambda: made.settings(profile),
            "privacy": lambda: made.privacy(profile, has_switch=has_switch),
            "engines": lambda: made.engines(profile.engine),
            "clear": lambda: made.confirm("Clear history, tabs and cache?"),
            "tabs": lambda: made.tabs(session.tabs[incognito]),
            "tabs_close": lambda: made.confirm("Close all tabs?"),
        }
        return screens[self.screen]()
