"""What a test gives an act to carry.  Satisfies `harness.apps.act.Content`."""

from __future__ import annotations

from harness.device.change import Changes


class GivenContent:
    """Tokens are the part's own name; what was observed is kept."""

    def __init__(
        self, changes: Changes | None = None, number: int = 1, page: str = "https://www.example.com/"
    ):
        self.number = number
        self.tokens: dict[str, str] = {}
        self.observed: dict[str, str] = {}
        self._changes, self._page = changes, page

    def token(self, part: str) -> str:
        return self.tokens.setdefault(part, "quiet" + "".join(filter(str.isalpha, part)) + "zq")

    def page(self) -> str:
        return self._page

    def observe(self, part: str, text: str) -> None:
        self.observed[part] = text

    def place(self, what, value) -> None:
        self._changes.change(what, value)
