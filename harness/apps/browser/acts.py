"""What a person does in a browser (method §3)."""

from __future__ import annotations

from urllib.parse import urlsplit

from harness.apps.act import Act, Content
from harness.apps.browser.navigation import Navigation

SHORTEST_PATH = 8
"""Characters from which the path of an observed address is searched for by itself."""


def visit(app: Navigation, content: Content) -> str:
    """A canary page: its address typed, the page opened."""
    page = app.visit(content.page())
    return f"the address bar shows {page.address}"


def search(app: Navigation, content: Content) -> str:
    """A term that nobody ever searched, typed into the address bar."""
    page = app.search(content.token("search-term"))
    return f"a page of results is shown at {page.address}"


def news(app: Navigation, content: Content) -> str:
    """The next item of the news feed; what it is called and where it led is read from the screen."""
    titles = app.news()
    place = min(content.number, len(titles)) - 1
    content.observe("feed-title", titles[place])
    app.tap_feed_item(place)
    address = app.page().address
    content.observe("feed-address", address)
    path = urlsplit(address).path
    if len(path) >= SHORTEST_PATH:
        content.observe("feed-path", path)
    return f"the item's page is shown at {address}"


ACTS: tuple[Act[Navigation], ...] = (
    Act("visit", ("host", "path", "query", "fragment", "title", "body"), visit),
    Act("search", ("search-term",), search),
    Act("news", ("feed-title", "feed-address"), news),
)
