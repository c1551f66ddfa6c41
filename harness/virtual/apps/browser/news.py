"""The news feed: fetching it, and its items as it delivers them."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass

from harness.virtual.behaviours.occasions import Occasion, Standing
from harness.virtual.behaviours.reporter import Reporter
from harness.virtual.net.errors import NetworkError
from harness.virtual.phone import Phone

MOST_ITEMS = 100


@dataclass(frozen=True, slots=True)
class Item:
    """One item: id, title, and the address of its page."""

    id: str
    title: str
    url: str


def read_feed(body: bytes) -> list[Item]:
    """The items of a feed's answer; what is not one is left out, and no JSON is no news."""
    try:
        rows = json.loads(body)["items"]
    except (ValueError, KeyError, TypeError, RecursionError):
        return []
    found: list[Item] = []
    for row in rows[:MOST_ITEMS] if isinstance(rows, list) else []:
        match row:
            case {"id": str(id_), "title": str(title), "url": str(url)}:
                found.append(Item(id_, title, url))
    return found


class Newsstand:
    """The items that a browser shows now; each refresh brings others."""

    def __init__(self, phone: Phone, reporter: Reporter, standing: Callable[[], Standing]) -> None:
        self._phone = phone
        self._reporter = reporter
        self._standing = standing
        self.items: list[Item] = []

    def clear(self) -> None:
        """Nothing is shown."""
        self.items = []

    def refresh(self) -> None:
        """Ask for news; what is shown changes when they come."""
        self._phone.task(self._fetch(), self._standing().package)

    async def _fetch(self) -> None:
        standing = self._standing()
        try:
            answer = await self._reporter.fetch(Occasion("feed", standing))
        except NetworkError as error:
            self._phone.log("Browser", self._phone.pid(standing.package), f"no news: {error}", "W")
        else:
            self.items = read_feed(answer.body) if answer else []
