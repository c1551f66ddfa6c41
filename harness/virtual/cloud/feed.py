"""News that nobody wrote: items and pages made from a seed, each with a title of its own."""

from __future__ import annotations

import hashlib
import hmac
import html
from dataclasses import dataclass

HOSTS = ("news.example.com", "sport.example.net", "weather.example.org")
_WHO = ("Harbour", "Council", "Museum", "Orchestra", "Library", "Ferry", "Market", "School", "Garden", "Mill")
_DOES = ("reopens", "plans", "extends", "moves", "repairs", "counts", "celebrates", "names", "lends", "maps")
_WHAT = ("its bridge", "the old line", "a new hall", "the north gate", "its archive", "two towers", "a pond")


@dataclass(frozen=True, slots=True)
class Item:
    """One news item: `id` occurs nowhere else, and neither does the number in its title."""

    id: str
    title: str
    url: str


class Feed:
    """Items by seed: each batch is new, and a page's title follows from its item's id alone."""

    def __init__(self, seed: int) -> None:
        self._key = b"feed:%d" % seed
        self._batches = 0

    def batch(self, count: int = 10) -> list[Item]:
        """The next items."""
        self._batches += 1
        return [self.item(self._digest(f"{self._batches}:{index}").hex()[:16]) for index in range(count)]

    def item(self, id_: str) -> Item:
        """The item of that id; every text is one."""
        digest = self._digest(id_)
        words = [table[byte % len(table)] for table, byte in zip((_WHO, _DOES, _WHAT), digest, strict=False)]
        number = int.from_bytes(digest[4:9], "big") % 10**10
        title = f"{' '.join(words)} no {number:010d}"
        return Item(id_, title, f"https://{HOSTS[digest[3] % len(HOSTS)]}/read/{id_}")

    def page(self, id_: str) -> bytes:
        """The item's page: no script, no resource."""
        return page(self.item(id_).title, "The rest of this story is made up, like its beginning.")

    def _digest(self, text: str) -> bytes:
        return hmac.new(self._key, text.encode("utf-8", "replace"), hashlib.sha256).digest()


def page(title: str, *paragraphs: str) -> bytes:
    """A small page without script and without resources."""
    body = "".join(f"<p>{html.escape(text)}</p>" for text in paragraphs)
    name = html.escape(title)
    head = f"<head><title>{name}</title></head>"
    return f"<!doctype html><html>{head}<body><h1>{name}</h1>{body}</body></html>".encode()
