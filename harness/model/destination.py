"""Who is at the other end: what an act gives a host, who controls it, whose machines it is (method §2)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class ActRole(StrEnum):
    """What a host is to the acts of an arm."""

    ADDRESSED_PAGE = "addressed-page"
    CHOSEN_SERVICE = "chosen-service"
    NETWORK_SERVICE = "network-service"
    NONE = "none"


class Controller(StrEnum):
    """Who decides about what arrives there.  UNKNOWN is unproven, never ignored."""

    VENDOR = "vendor"
    CHOSEN_SERVICE = "chosen-service"
    THIRD_PARTY = "third-party"
    UNKNOWN = "unknown"


class Confidence(StrEnum):
    """How well a fact about a host is known."""

    PRIMARY = "A"
    """Read in source code or in the publisher's own page."""
    REPORTED = "B"
    """Reported by press or a third party."""
    INFERRED = "C"


@dataclass(frozen=True, slots=True)
class Citation:
    """Where a fact comes from, how well it is known, and when it was looked up (ISO 8601)."""

    text: str
    confidence: Confidence
    date: str

    def __post_init__(self) -> None:
        if not self.text or not self.date:
            raise ValueError("a citation needs its text and its date")


@dataclass(frozen=True, slots=True)
class Destination:
    """One host as seen from the acts of an arm: three facts and where they come from.

    `operator` is None where it is not known whose machines it is.  `pattern` is the entry of
    `features/destinations.yaml` that matched, None where none did.  `neutral` marks network services
    that say nothing about the person (configured resolver, captive portal, time); a vendor-run
    resolver is not neutral.  `service` is the name of a service that a person can choose.

    Raises ValueError for an unknown host that carries facts, or a known one without source.
    """

    host: str
    act_role: ActRole
    controller: Controller
    operator: str | None
    source: Citation | None
    role: str | None = None
    country: str | None = None
    pattern: str | None = None
    service: str | None = None
    neutral: bool = False
    purposes: tuple[tuple[str, str], ...] = ()
    """Path prefixes and the purpose of requests there that are no upload of statistics (method §4)."""

    def purpose_of(self, path: str) -> str | None:
        """The quiet purpose of a request to that path (`feed` ...), None where none is known."""
        return next((purpose for prefix, purpose in self.purposes if path.startswith(prefix)), None)

    def __post_init__(self) -> None:
        if self.pattern is None and (self.controller is not Controller.UNKNOWN or self.neutral):
            raise ValueError(f"{self.host}: only a listed host has a controller or is neutral")
        if self.pattern is not None and self.source is None:
            raise ValueError(f"{self.host}: a listed host needs the source of what is said about it")
        if self.neutral and self.act_role is not ActRole.NETWORK_SERVICE:
            raise ValueError(f"{self.host}: only a network service is neutral")
