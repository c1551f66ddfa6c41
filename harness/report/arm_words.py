"""Arms and sessions in words: where in a run something was recorded, for people."""

from __future__ import annotations

import re

from harness.report.safe_text import one_line

_ARM = re.compile(
    r"(?P<app>[a-z][a-z0-9-]*)/(?P<kind>[a-z]+)/(?P<mode>[a-z]+)/(?P<consent>[^/]+)/(?P<acts>[^/]+)"
    r"/r(?P<repeat>\d+)(?:/suspended=(?P<suspended>[^/]+))?"
)
_SESSION = re.compile(r"(?P<app>[a-z][a-z0-9-]*)/(?P<consent>[^/]+)/r(?P<repeat>\d+)")
_MODE = {"normal": "normal mode", "incognito": "incognito mode"}
_NOTHING = {"blank": ", nothing done", "sham": ", the same taps without content"}
_POSITION = {"default": "its default position", "other": "its other position"}


def arm_in_words(arm: str) -> str:
    """For instance `mi-browser, incognito mode, switch in its default position, repeat 1`."""
    found = _ARM.fullmatch(arm)
    if found is None:
        return session_in_words(arm)
    suspended = f", {found['suspended']} suspended" if found["suspended"] else ""
    mode = _MODE.get(found["mode"], found["mode"])
    text = f"{found['app']}, {mode}{_NOTHING.get(found['kind'], '')}, {_consent(found['consent'])}"
    return one_line(f"{text}, repeat {found['repeat']}{suspended}")


def session_in_words(session: str) -> str:
    """For instance `mi-browser, switch in its other position, repeat 1`; any other text as it is."""
    found = _SESSION.fullmatch(session)
    if found is None:
        return one_line(session)
    return one_line(f"{found['app']}, {_consent(found['consent'])}, repeat {found['repeat']}")


def suspended_in(arm: str) -> str | None:
    """Last part of the names of the packages that are stopped in an arm, None where none is."""
    found = _ARM.fullmatch(arm)
    return found["suspended"] if found else None


def position_in_words(position: str) -> str:
    """Where the switch stands, for instance `its default position`."""
    return _POSITION.get(position, f"the position {one_line(position)}")


def _consent(text: str) -> str:
    name, _, value = text.partition("=")
    return f"switch in {position_in_words(value)}" if name == "switch" and "+" not in text else text
