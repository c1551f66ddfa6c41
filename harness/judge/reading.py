"""A reading: what was examined of a recording, folded so that it stays small however long the capture.

Readings hold findings, counters and facts, never bodies: a reading grows with what differs, not with the
traffic.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from harness.judge.findings import (
    Cleartext,
    Connection,
    Mark,
    Offer,
    ReadGap,
    ResidueLeaf,
    Sighted,
    Token,
    Unexplained,
    Upload,
)
from harness.model.lines import (
    ActDone,
    ChannelReading,
    ConditionRead,
    ControlSent,
    CounterSample,
    Fault,
    Precondition,
)
from harness.model.plan import Plan
from harness.model.planted import Planted
from harness.model.recording import ArmRecord, RunFacts, SessionRecord


@dataclass(frozen=True, slots=True)
class Reading:
    """Everything that judging needs of one recording."""

    facts: RunFacts
    plan: Plan
    planted: Mapping[str, Planted]
    arms: tuple[ArmRecord, ...]
    sessions: Mapping[str, SessionRecord]
    acts: tuple[ActDone, ...]
    controls: tuple[ControlSent, ...]
    conditions: tuple[ConditionRead, ...]
    preconditions: tuple[Precondition, ...]
    faults: tuple[Fault, ...]
    counters: tuple[CounterSample, ...]
    channels: tuple[ChannelReading, ...]
    unread_identifiers: tuple[str, ...]
    """Identifiers whose value could not be learnt, each with the reason."""
    sightings: tuple[Sighted, ...]
    uploads: tuple[Upload, ...]
    unexplained: tuple[Unexplained, ...]
    gaps: tuple[ReadGap, ...]
    residue: tuple[ResidueLeaf, ...]
    connections: Mapping[str, Connection]
    marks: Mapping[str, Mark]
    heartbeats_us: tuple[int, ...]
    cleartext: tuple[Cleartext, ...]
    offers: tuple[Offer, ...]
    tokens: tuple[Token, ...]
    configurations: Mapping[tuple[int | None, str, str], tuple[str, ...]]
    """(uid, host and path, session) → digests of the server configurations answered there."""
    examined: Mapping[tuple[int | None, tuple[str, ...]], int]
    """(uid, the arm or else the sessions at that moment) → outbound messages read."""
    vendor_peers: tuple[tuple[str, str], ...]
    """(host, peer address really contacted) of upstreams, for deriving the origin (method §12)."""
