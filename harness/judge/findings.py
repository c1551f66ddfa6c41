"""What was found of a recording, one type for each kind of finding.

Everything that repeats is counted under one key with its first exchange.  `uid` is None where nobody is
known to have sent it; `app` is that uid's package.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from harness.judge.moments import Moments
from harness.model.destination import Destination
from harness.model.message import GapReason
from harness.model.planted import Planted
from harness.model.sighting import LayerPath


@dataclass(slots=True)
class Sighted:
    """A planted value in one kind of place: how often, where first, by whom, to whom.

    `place` is that of `harness.judge.outbound.Outbound.place`, `token` the token field around it, if any.
    """

    planted: Planted
    form: str
    path: LayerPath
    uid: int | None
    app: str | None
    destination: Destination
    inbound: bool
    cleartext: bool
    by_canary: bool
    exchange: str
    time_us: int
    channel: str | None
    chance: float
    place: str
    token: str | None = None
    arms: set[str] = field(default_factory=set)
    count: int = 0


@dataclass(slots=True)
class Upload:
    """Events of one reporting channel by one app in one arm, by the events' own time."""

    uid: int | None
    app: str | None
    destination: Destination
    channel: str
    name: str
    arm: str | None
    path: LayerPath
    exchange: str
    steps: tuple[str, ...]
    cleartext: bool
    timed: bool
    moments: Moments = field(default_factory=Moments)
    times_ms: tuple[int, int] | None = None
    """The events' own times, the first and the last, by the phone's clock."""
    count: int = 0


@dataclass(slots=True)
class Unexplained:
    """An outbound message to a vendor or unknown host that is no upload, page, service or configuration."""

    uid: int | None
    app: str | None
    destination: Destination
    exchange: str
    moments: Moments = field(default_factory=Moments)
    count: int = 0


@dataclass(slots=True)
class ReadGap:
    """Something unread, by reason, owner and host; `times_us` are its first and last moment."""

    reason: GapReason
    uid: int | None
    app: str | None
    host: str
    detail: str
    exchange: str | None
    connection: str | None
    first_us: int
    last_us: int
    size: int = 0
    count: int = 0


@dataclass(slots=True)
class ResidueLeaf:
    """A value longer than 5 bytes that no format explains, at one kind of place.

    What was sent from there before an arm began does not depend on what was planted in it (method §7).
    """

    uid: int | None
    app: str | None
    host: str
    path: LayerPath
    exchange: str
    moments: Moments = field(default_factory=Moments)
    mixed: bool = False
    """Whether it stands for many values, of which each may be new."""


@dataclass(slots=True)
class Connection:
    """A connection of the phone to the recorder with its owner and its bytes."""

    id: str
    uid: int | None
    opened_us: int
    closed_us: int | None = None
    sent_bytes: int = 0
    requests: int = 0
    encrypted: bool = False
    refused: bool = False
    host: str = ""
    tcp: bool = True


@dataclass(frozen=True, slots=True)
class Cleartext:
    """A request without TLS: who sent it, where to, and whether it had a body."""

    uid: int | None
    app: str | None
    destination: Destination
    exchange: str
    time_us: int
    body_bytes: int


@dataclass(frozen=True, slots=True)
class Token:
    """A token that uploads of a session carried in that field; the first exchange stands for all."""

    uid: int | None
    app: str | None
    field: str
    value: str
    session: str
    destination: Destination
    exchange: str
    path: LayerPath


@dataclass(frozen=True, slots=True)
class Offer:
    """TLS versions that a client offered to a host, most wanted first, and how often."""

    uid: int | None
    destination: Destination
    versions: tuple[str, ...]
    count: int


@dataclass(frozen=True, slots=True)
class Mark:
    """Socket bytes sent and connections opened by every uid up to a moment; None is nobody known."""

    time_us: int
    sent_bytes: Mapping[int | None, int]
    connections: Mapping[int | None, int]
