"""A reading: what was examined of a recording, folded so that it stays small however long the capture.

Readings hold sightings, uploads, gaps, residue and counters, never bodies.  Everything that repeats is
counted under one key with its first exchange, so a reading grows with what differs, not with the traffic.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from harness.decode import VendorFormats
from harness.model.destination import Destination
from harness.model.message import GapReason
from harness.model.planted import Planted
from harness.model.recording import (
    Act,
    ArmRecord,
    ChannelReading,
    Control,
    CounterSample,
    Fault,
    Precondition,
    RunFacts,
    SessionRecord,
    SwitchReading,
)
from harness.model.sighting import LayerPath

MOMENTS_MOST = 256
"""Moments kept one by one; a thing seen more often counts as seen all the time in between."""


@dataclass(slots=True)
class Moments:
    """When something was seen, UTC microseconds: each moment while they are few, else first to last."""

    first_us: int | None = None
    last_us: int = 0
    each: list[int] = field(default_factory=list)

    def add(self, time_us: int) -> None:
        """Another moment."""
        self.first_us = time_us if self.first_us is None else min(self.first_us, time_us)
        self.last_us = max(self.last_us, time_us)
        if len(self.each) <= MOMENTS_MOST:
            self.each.append(time_us)

    def within(self, start_us: int, end_us: int) -> bool:
        """Whether it was, or may have been, seen in that interval."""
        if self.first_us is None:
            return False
        if len(self.each) > MOMENTS_MOST:
            return self.first_us <= end_us and self.last_us >= start_us
        return any(start_us <= moment <= end_us for moment in self.each)


@dataclass(slots=True)
class Sighted:
    """A planted value in one kind of place: how often, where first, by whom, to whom."""

    planted: Planted
    form: str
    path: LayerPath
    uid: int | None
    app: str | None
    destination: Destination
    inbound: bool
    cleartext: bool
    answered_by: str
    exchange: str
    time_us: int
    channel: str | None
    chance: float
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


@dataclass(frozen=True, slots=True)
class Cleartext:
    """A request without TLS: who sent it, where to, and whether it had a body."""

    uid: int | None
    app: str | None
    destination: Destination
    exchange: str
    time_us: int
    body_bytes: int


@dataclass(slots=True)
class Reading:
    """Everything that judging needs of one recording."""

    facts: RunFacts
    formats: VendorFormats
    planted: Mapping[str, Planted]
    arms: tuple[ArmRecord, ...]
    sessions: Mapping[str, SessionRecord]
    acts: tuple[Act, ...]
    controls: tuple[Control, ...]
    switches: tuple[SwitchReading, ...]
    preconditions: tuple[Precondition, ...]
    faults: tuple[Fault, ...]
    counters: tuple[CounterSample, ...]
    channels: tuple[ChannelReading, ...]
    unread_identifiers: tuple[str, ...] = ()
    """Identifiers whose value could not be learnt, each with the reason."""
    sightings: tuple[Sighted, ...] = ()
    uploads: tuple[Upload, ...] = ()
    unexplained: tuple[Unexplained, ...] = ()
    gaps: tuple[ReadGap, ...] = ()
    residue: tuple[ResidueLeaf, ...] = ()
    connections: Mapping[str, Connection] = field(default_factory=dict)
    marks: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    heartbeats_us: tuple[int, ...] = ()
    cleartext: tuple[Cleartext, ...] = ()
    offers: Mapping[tuple[str, tuple[str, ...]], int] = field(default_factory=dict)
    tokens: Mapping[tuple[int | None, str, str], str] = field(default_factory=dict)
    """(uid, field, token) → first session or arm id in which an upload carried it."""
    token_places: Mapping[tuple[int | None, str, str, str], tuple[str, LayerPath, str]] = field(
        default_factory=dict
    )
    """(uid, field, token, session) → (exchange, path, host)."""
    configurations: Mapping[tuple[int | None, str, str], tuple[str, ...]] = field(default_factory=dict)
    """(uid, host and path, session) → digests of the server configurations answered there."""
    examined: Mapping[tuple[int | None, str], int] = field(default_factory=dict)
    """(uid, arm or session) → outbound messages read."""
    vendor_peers: tuple[tuple[str, str], ...] = ()
    """(host, peer address really contacted) of upstreams, for deriving the origin (method §12)."""
