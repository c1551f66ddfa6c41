"""What a browser shows of a page, and of the pages before."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit


@dataclass(frozen=True, slots=True)
class Page:
    """A page that finished loading: the address shown, and the texts in the page area."""

    address: str
    texts: tuple[str, ...]

    @property
    def error(self) -> str | None:
        """The code of the browser's own error page (`ERR_NAME_NOT_RESOLVED`), None on a page."""
        for text in self.texts:
            match = re.fullmatch(r"(?:net::)?(ERR_[A-Z_]+)", text.strip(), re.IGNORECASE)
            if match is not None:
                return match[1]
        return None


def same_address(shown: str, wanted: str) -> bool:
    """Whether the bar shows that address: in full, without its scheme, or without a lone final slash."""

    def bare(text: str) -> str:
        scheme = urlsplit(text).scheme if "://" in text else ""
        return text.removeprefix(f"{scheme}://").rstrip("/") if scheme else text.rstrip("/")

    try:
        return bare(shown.strip()) == bare(wanted)
    except ValueError:
        return False


def added_rows(before: tuple[str, ...], after: tuple[str, ...]) -> tuple[str, ...]:
    """The rows on top of a list, newest first, that were not there before.

    Both lists show only as many rows as the screen holds, so the older ones may have gone from `after`.
    """
    for count in range(len(after)):
        rest = after[count:]
        if rest == before[: len(rest)]:
            return after[:count]
    return after
