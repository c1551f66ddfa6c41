"""What happens on a phone, as behaviours see it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

TRIGGERS = frozenset(
    {"boot", "launch", "foreground", "background", "consent_accept", "consent_decline", "timer", "idle"}
)
"""What happens in any app; what else happens in one, its module declares (`application.InstalledApp`)."""

FACTS = frozenset({"url", "host", "path", "title", "text", "target", "action"})
"""Values that an occasion may carry; one that it does not carry is empty.  An app declares more."""


@dataclass(frozen=True, slots=True)
class Vocabulary:
    """The triggers and facts that behaviours may name on a phone."""

    triggers: frozenset[str] = TRIGGERS
    facts: frozenset[str] = FACTS


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

    trigger: str
    standing: Standing
    facts: Mapping[str, str] = field(default_factory=dict)
