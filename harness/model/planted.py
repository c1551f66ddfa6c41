"""Values the bench planted or knows beforehand: canaries, spikes, nonces, blanks, identifiers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum, StrEnum
from typing import NewType

PlantedId = NewType("PlantedId", str)


class PlantedKind(Enum):
    """What a value was planted for (method §3, §8)."""

    CANARY = "canary"
    SPIKE = "spike"
    NONCE = "nonce"
    BLANK = "blank"
    SELF_CHECK = "self-check"
    OBSERVED = "observed"
    IDENTIFIER = "identifier"


class End(StrEnum):
    """Where in an arm or session something was read or sent."""

    START = "start"
    BETWEEN = "between"
    END = "end"
    WINDOW = "window"
    CLOSE = "close"


class ControlBy(StrEnum):
    """What sends a control: the app under test or the phone's shell (method §8)."""

    APP = "app"
    SHELL = "shell"


@dataclass(frozen=True, slots=True)
class Planted:
    """One value that is searched in everything recorded.

    `part` names what of the act it is (`host`, `path`, `query`, `fragment`, `title`, `body`,
    `search-term`; for identifiers the identifier's name, for instance `android_id`).  `wrapping`
    says how a spike was sent; `at` and `by` say at which end of the arm, and by what, a path nonce was to be
    sent.  Hashed, HMAC and salted forms with declared salts are searched for
    identifiers only.

    Raises ValueError for an empty value: it would be found everywhere.
    """

    id: PlantedId
    kind: PlantedKind
    value: str
    part: str
    arm: str | None = None
    act: str | None = None
    number: int | None = None
    wrapping: str | None = None
    at: End | None = None
    by: ControlBy | None = None
    registry_prefix: int = 0
    """Leading characters that a public registry assigns (TAC, OUI, MCC/MNC): never a form."""

    def __post_init__(self) -> None:
        if not self.value:
            raise ValueError(f"{self.id}: a planted value must not be empty")
