"""Values the bench planted or knows beforehand: canaries, spikes, nonces, blanks, identifiers."""

from __future__ import annotations

from dataclasses import dataclass
from enum import Enum
from typing import NewType

PlantedId = NewType("PlantedId", str)


class PlantedKind(Enum):
    """What a value was planted for (design, Vocabulary; method §3, §8)."""

    CANARY = "canary"
    SPIKE = "spike"
    NONCE = "nonce"
    BLANK = "blank"
    SELF_CHECK = "self-check"
    OBSERVED = "observed"
    IDENTIFIER = "identifier"


@dataclass(frozen=True, slots=True)
class Planted:
    """One value that is searched in everything recorded.

    `part` names what of the act it is (`host`, `path`, `query`, `fragment`, `title`, `body`,
    `search-term`; for identifiers the identifier's name, for instance `android_id`).  `wrapping`
    says how a spike was sent.  Hashed, HMAC and salted forms with declared salts are searched for
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
    registry_prefix: int = 0
    """Leading characters that a public registry assigns (TAC, OUI, MCC/MNC): never a form."""

    def __post_init__(self) -> None:
        if not self.value:
            raise ValueError(f"{self.id}: a planted value must not be empty")
