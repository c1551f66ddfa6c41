"""The words for acts, parts, conditions, arms and sessions: the one place where reports take them from."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field

from harness.report.safe_text import one_line

_ARM = re.compile(
    r"(?P<app>[a-z][a-z0-9-]*)/(?P<kind>[a-z]+)/(?P<mode>[a-z]+)/(?P<consent>[^/]+)/(?P<acts>[^/]+)"
    r"/r(?P<repeat>\d+)(?:/suspended=(?P<suspended>[^/]+))?"
)
_SESSION = re.compile(r"(?P<app>[a-z][a-z0-9-]*)/(?P<consent>[^/]+)/r(?P<repeat>\d+)")
_KIND = {"blank": "nothing done", "sham": "the same taps without content"}
MODE = "mode"


@dataclass(frozen=True, slots=True)
class Words:
    """What tables say of ids; an id without words is told as it is.

    `acts` has by id what was done (`{number}` stands for which one), `parts` in their order what a part is,
    `conditions` by name and value how something was done.
    """

    acts: Mapping[str, str] = field(default_factory=dict)
    parts: Mapping[str, str] = field(default_factory=dict)
    conditions: Mapping[tuple[str, str], str] = field(default_factory=dict)

    def act(self, act: str, number: int | None) -> str:
        """One act that was done, for instance `page 2, visited`."""
        return self.acts.get(act, f"{one_line(act)} {{number}}").format(number=number)

    def part(self, part: str) -> str:
        """A part of an act's content, for instance `host name`."""
        return self.parts.get(part, part)

    def rank(self, part: str) -> int:
        """Where a part stands among the others when they are told together."""
        return list(self.parts).index(part) if part in self.parts else len(self.parts)

    def condition(self, name: str, value: str) -> str:
        """How something was done, for instance `in incognito mode`."""
        return self.conditions.get((name, value), f"{name} {value}" if value else name)

    def under(self, arm: str) -> str:
        """The condition of an arm that a sentence cannot do without; empty for anything but an arm."""
        found = _ARM.fullmatch(arm)
        return self.condition(MODE, found["mode"]) if found else ""

    def arm(self, arm: str) -> str:
        """App, conditions and repeat of an arm; a session or any other text as `session` has it."""
        found = _ARM.fullmatch(arm)
        if found is None:
            return self.session(arm)
        parts = [found["app"], self.condition(MODE, found["mode"])]
        parts += [_KIND[found["kind"]]] if found["kind"] in _KIND else []
        parts += [self._consent(found["consent"]), f"repeat {found['repeat']}"]
        parts += [f"{found['suspended']} suspended"] if found["suspended"] else []
        return one_line(", ".join(parts))

    def session(self, session: str) -> str:
        """App, consent and repeat of a session; any other text as it is."""
        found = _SESSION.fullmatch(session)
        if found is None:
            return one_line(session)
        return one_line(f"{found['app']}, {self._consent(found['consent'])}, repeat {found['repeat']}")

    def _consent(self, text: str) -> str:
        pairs = (pair.partition("=") for pair in text.split("+"))
        return ", ".join(self.condition(name, value) for name, _, value in pairs)


def suspended_in(arm: str) -> tuple[str, ...]:
    """Last parts of the names of the packages that are stopped in an arm."""
    found = _ARM.fullmatch(arm)
    return tuple(found["suspended"].split("+")) if found and found["suspended"] else ()


def todays_words() -> Words:
    """The words for the acts and conditions of today's features."""
    return Words(
        acts={
            "visit": "page {number}, visited",
            "search": "search {number}, searched",
            "news": "news item {number}, opened",
        },
        parts={
            "host": "host name",
            "path": "path",
            "query": "query",
            "fragment": "fragment",
            "search-term": "term",
            "body": "text",
            "form": "form value",
            "feed-title": "title",
            "feed-address": "address",
        },
        conditions={
            (MODE, "normal"): "in normal mode",
            (MODE, "incognito"): "in incognito mode",
            ("switch", "default"): "with the switch in its default position",
            ("switch", "other"): "with the switch in its other position",
            ("as-shipped", ""): "as shipped",
        },
    )
