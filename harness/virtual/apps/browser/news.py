"""News items as the feed delivers them."""

from __future__ import annotations

import json
from dataclasses import dataclass

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
