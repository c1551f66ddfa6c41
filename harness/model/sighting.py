"""What decoding and searching found: sightings, leaves, reported events, residue."""

from __future__ import annotations

from dataclasses import dataclass
from typing import NamedTuple

from harness.model.field import Field
from harness.model.message import Direction, ExchangeId
from harness.model.planted import PlantedId
from harness.model.shape import Shape, shape

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


class Leaf(NamedTuple):
    """An innermost part of a message: a value, a name, or the length of an array.

    `field` is the known place where it stands, None anywhere else; what below such a place was unpacked has
    that field too.  Decoding explains nothing: whether a leaf is understood, the judge says (method §7).
    """

    path: LayerPath
    value: bytes
    field: Field | None = None

    @property
    def shape(self) -> Shape:
        """What it looks like."""
        return shape(self.value)

    @property
    def free_bits(self) -> float | None:
        """Bits that the grammar of its field leaves free; None without one, or where it does not fit."""
        return None if self.field is None else self.field.free_bits(self.value)


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
