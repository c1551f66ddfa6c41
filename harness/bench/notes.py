"""What was read from a phone, as the lines that a run's folder keeps of it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from harness.device import change
from harness.device.channels import Channel
from harness.device.counters import Counters
from harness.device.identifiers import Identifier
from harness.device.journal import Entry
from harness.device.sockets import Sample
from harness.model.lines import (
    ChannelReading,
    CounterSample,
    IdentifierRead,
    Intervention,
    Restored,
    SocketsSeen,
)
from harness.model.planted import End


def identifier(found: Identifier) -> IdentifierRead:
    """An identifier, or why it could not be learnt."""
    return IdentifierRead(
        name=found.name,
        value=found.value,
        route=found.route,
        why_not=found.why_not,
        registry_prefix=found.registry_prefix,
    )


def counters(place: str, at: End, read: Counters, marks: tuple[str, str]) -> CounterSample:
    """The phone's counters between two traffic marks."""
    return CounterSample(
        place=place, at=at, source=read.source, marks=marks, uids=read.uids, interfaces=read.interfaces
    )


def channel(place: str, at: End, found: Channel) -> ChannelReading:
    """A way out, read back."""
    return ChannelReading(place=place, at=at, channel=found.name, state=found.state, read=found.read)


def sockets(sample: Sample) -> SocketsSeen:
    """What changed in the phone's socket tables."""
    return SocketsSeen(
        phone_ms=sample.phone_ms,
        opened=tuple(socket.row() for socket in sample.opened),
        closed=tuple(socket.row() for socket in sample.closed),
    )


def intervention(made: change.Intervention) -> Intervention | Restored:
    """A change of the phone, or its undoing."""
    kind = Restored if made.undone else Intervention
    return kind(change=made.change, old=str(made.old), new=str(made.new), changed_at=made.time)


def left_by_dead_run(entry: Entry) -> Restored:
    """The undoing of a change that a dead run had left, as its journal tells it."""
    return Restored(
        change=" ".join(map(str, entry.what.values())),
        old=str(entry.new),
        new=str(entry.old),
        changed_at=entry.time,
        dead_run=True,
    )


def frozen(record: Mapping[str, Any]) -> dict[str, Any]:
    """Fields of `devices.yaml` for `documents.Bench` and `documents.Item`: lists become tuples."""
    return {name: tuple(value) if isinstance(value, list) else value for name, value in record.items()}
