"""The browser's screens; resource ids from the facts where they are known, else ours."""

from __future__ import annotations

from collections.abc import Sequence

from harness.virtual.apps.browser.news import Item
from harness.virtual.apps.browser.pages import Image, Link, Page, Submit
from harness.virtual.apps.browser.profile import Profile, Tab
from harness.virtual.apps.browser.skins import ENGINES, Skin
from harness.virtual.screen import (
    BUTTON,
    FILL,
    PROGRESS,
    VIEW,
    Node,
    button,
    column,
    edit,
    label,
    listing,
    preference,
    row,
    tappable,
    web_view,
)

CHECKED_TEXT = "android.widget.CheckedTextView"
IMAGE = "android.widget.Image"
BAR = 144


class Screens:
    """Draws the screens of one skin; `on_click` is a verb, or `verb:index`."""

    def __init__(self, skin: Skin) -> None:
        self._skin = skin

    def _id(self, name: str) -> str:
        return f"{self._skin.package}:id/{name}"

    def welcome(self) -> Node:
        """First run."""
        return column(
            label(f"Welcome to {self._skin.name}", self._id("title"), "title"),
            label("By continuing you accept the User Agreement and the Privacy Policy.", self._id("message")),
            column(size=FILL),
            button("Agree", "agree", self._id("agree")),
            button("Exit", "exit", self._id("disagree")),
            background="#ffffff",
            padding=48,
        )

    def home(self, feed: Sequence[Item], *, incognito: bool) -> Node:
        """The start page: search field, then news; in incognito its mark."""
        hint = tappable("Search or enter web address", "edit", self._id("search_hint"), style="headline")
        middle = self._marker() if incognito else self._feed(feed)
        return column(hint, middle, self._bar(), background="#303030" if incognito else "#ffffff")

    def news(self, feed: Sequence[Item], *, incognito: bool) -> Node:
        """The news tab, the same in both modes."""
        head = label("News", self._id("news_head"), "headline")
        return column(head, self._feed(feed), self._bar(), background="#303030" if incognito else "#ffffff")

    def editing(self, text: str) -> Node:
        """Typing an address or words."""
        hint = "Search or enter web address"
        return column(edit(text, self._id("url"), hint=hint, focused=True), background="#ffffff")

    def page(self, page: Page, *, loading: bool) -> Node:
        """A page, or what is there while it loads."""
        progress = (Node(PROGRESS, resource_id=self._id("loading"), desc="Loading", size=8),)
        content = web_view(*_content(page), desc=page.title)
        return column(
            tappable(page.url, "edit", self._id("address"), style="muted"),
            *(progress if loading else ()),
            content,
            self._bar(),
            background="#ffffff",
        )

    def menu(self, *, incognito: bool) -> Node:
        """The profile tab."""
        toggle = Node(
            CHECKED_TEXT,
            text="Incognito mode",
            resource_id=self._id("menu_incognito"),
            clickable=True,
            focusable=True,
            checkable=True,
            checked=incognito,
            on_click="incognito",
        )
        return column(
            toggle,
            tappable("History", "history", self._id("menu_history")),
            tappable("Downloads", "downloads", self._id("menu_downloads")),
            tappable("Settings", "settings", self._id("menu_settings")),
            column(size=FILL),
            self._bar(),
            background="#ffffff",
        )

    def history(self, visited: Sequence[Tab]) -> Node:
        """Visited pages."""
        rows = [
            tappable(tab.title or tab.url, f"visited:{index}", self._id("history_title"))
            for index, tab in enumerate(visited)
        ] or [label("No history", self._id("history_empty"))]
        head = label("History", self._id("history_head"), "headline")
        return column(head, listing(*rows, resource_id=self._id("history_list")), background="#ffffff")

    def downloads(self) -> Node:
        """Files are not downloaded here, and the screen says so."""
        return column(
            label("Downloads", self._id("downloads_head"), "headline"),
            label("This phone does not download files", self._id("downloads_empty")),
            background="#ffffff",
        )

    def settings(self, profile: Profile) -> Node:
        """The settings."""
        return self._preferences(
            "Settings",
            preference("Search engine", profile.engine, on_click="engines"),
            preference("Privacy and security", on_click="privacy"),
            preference("Clear data", "History, tabs and cache", on_click="clear"),
        )

    def privacy(self, profile: Profile, *, has_switch: bool) -> Node:
        """The page with the incognito switch, from the version on that has one."""
        enhanced = preference(
            "Enhanced incognito mode",
            self._skin.switch_summary,
            on_click="enhanced",
            checked=profile.enhanced,
        )
        personalized = preference(
            "Personalized services",
            on_click="personalized",
            checked=profile.personalized,
            desc="Personalized services",
        )
        rows = (enhanced, personalized) if has_switch else (personalized,)
        return self._preferences("Privacy and security", *rows)

    def engines(self, chosen: str) -> Node:
        """The list of search engines."""
        rows = [
            Node(
                CHECKED_TEXT,
                text=name,
                resource_id="android:id/text1",
                clickable=True,
                focusable=True,
                checkable=True,
                checked=name == chosen,
                on_click=f"engine:{index}",
            )
            for index, name in enumerate(ENGINES)
        ]
        return self._preferences("Search engine", *rows)

    def tabs(self, tabs: Sequence[Tab]) -> Node:
        """Open tabs of the current mode."""
        rows = [
            tappable(tab.title or tab.url or "Home", f"tab:{index}", self._id("tab_title"))
            for index, tab in enumerate(tabs)
        ]
        return column(
            listing(*rows, resource_id=self._id("tab_list")),
            row(
                button("New tab", "tab_new", self._id("nav_add")),
                button("Close all", "tabs_close", self._id("nav_close_all")),
                size=BAR,
            ),
            background="#ffffff",
        )

    def confirm(self, question: str) -> Node:
        """A dialog with two buttons."""
        return column(
            column(size=FILL),
            label(question, "android:id/message"),
            row(
                button("Cancel", "cancel", "android:id/button2"),
                button("OK", "confirm", "android:id/button1"),
                size=BAR,
            ),
            background="#ffffff",
        )

    def _preferences(self, title: str, *rows: Node) -> Node:
        head = label(title, "android:id/action_bar_title", "title")
        return column(head, listing(*rows, resource_id="android:id/list"), background="#ffffff")

    def _marker(self) -> Node:
        text = label("You're in incognito mode", self._id("incognito_marker"), "headline")
        return column(text, size=FILL)

    def _feed(self, feed: Sequence[Item]) -> Node:
        rows = [
            tappable(item.title, f"news:{index}", self._id("feed_title")) for index, item in enumerate(feed)
        ]
        empty = [label("No news", self._id("feed_empty"))]
        return listing(*(rows or empty), resource_id=self._id("feed_list"))

    def _bar(self) -> Node:
        names = (("Home", "home"), ("News", "news"), ("Tabs", "tabs"), ("Me", "my"))
        parts = [button(text, f"go_{verb}", self._id(f"action_{verb}")) for text, verb in names]
        return row(*parts, size=BAR)


def _content(page: Page) -> list[Node]:
    """A page's items as a web view tells them to an accessibility service."""
    nodes = [label(page.title, style="headline")] if page.title else []
    for index, item in enumerate(page.items):
        if isinstance(item, Link):
            nodes.append(Node(VIEW, text=item.text, clickable=True, focusable=True, on_click=f"link:{index}"))
        elif isinstance(item, Submit):
            nodes.append(
                Node(
                    BUTTON,
                    text=item.text,
                    clickable=True,
                    focusable=True,
                    on_click=f"submit:{index}",
                    size=132,
                )
            )
        elif isinstance(item, Image):
            if item.alt:
                nodes.append(Node(IMAGE, text=item.alt, size=96))
        else:
            nodes.append(label(item.text))
    return nodes
