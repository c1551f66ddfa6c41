"""What decoding and searching found: sightings, leaves, reported events, residue."""

from __future__ import annotations

from dataclasses import dataclass

from harness.model.message import Direction, ExchangeId
from harness.model.planted import PlantedId

LayerPath = tuple[str, ...]
"""Steps that lead from the message to a value, for instance
`("body", "form:data_list", "base64", "gzip", "json:[0].properties.url")`."""


@dataclass(frozen=True, slots=True)
class Sighting:
    """A planted value found in a message.  `form` is how it was written there (`plain`, `md5` ...).

    `chance` is the expected number of random hits of this form in one such place (method §7); a
    sighting whose accumulated chance is above 1e-6 is a candidate and never a witness.
    """

    exchange: ExchangeId
    direction: Direction
    path: LayerPath
    form: str
    planted: PlantedId
    chance: float = 0.0


@dataclass(frozen=True, slots=True)
class Leaf:
    """An innermost value of a message with the reason why it is understood, or None.

    `explained` is the citation of the format field, `timestamp`, `counter`, `checksum` ...
    A leaf longer than 5 bytes without an explanation is residue, unless it is constant over all
    arms or contains a planted value (method §7).
    """

    path: LayerPath
    value: bytes
    explained: str | None = None


@dataclass(frozen=True, slots=True)
class ReportedEvent:
    """One event of a reporting channel: what an analytics body says happened, and when.

    `time_ms` is the event's own time by the phone's clock, in milliseconds since the epoch; None
    where the format carries none.  `path` leads to the event's object.
    """

    channel: str
    name: str
    time_ms: int | None
    path: LayerPath
