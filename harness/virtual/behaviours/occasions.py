"""What happens on a phone, as behaviours see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Literal, get_args

Trigger = Literal[
    "boot",
    "launch",
    "foreground",
    "background",
    "consent_accept",
    "consent_decline",
    "page_start",
    "visit",
    "search",
    "read_news",
    "feed",
    "config",
    "incognito_on",
    "incognito_off",
    "switch",
    "clear_data",
    "tab_open",
    "form_submit",
    "app_switch",
    "open_settings",
    "timer",
    "idle",
]
TRIGGERS: tuple[str, ...] = get_args(Trigger)

FACTS = ("url", "host", "path", "title", "text", "search_term", "engine", "feed_id", "target", "action")
"""Values that an occasion may carry; one that it does not carry is empty."""


@dataclass(frozen=True, slots=True)
class Standing:
    """The state of an app that conditions look at."""

    package: str
    consent: bool = True
    incognito: bool = False
    switches: Mapping[str, bool] = field(default_factory=dict)
    signed_in: bool = False


@dataclass(frozen=True, slots=True)
class Occasion:
    """Something happened in an app: the trigger, the app's state then, and the values at hand."""

    trigger: Trigger
    standing: Standing
    facts: Mapping[str, str] = field(default_factory=dict)
