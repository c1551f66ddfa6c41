"""pcap and pcapng: cleartext HTTP/1 and DNS read, TLS as its greeting, everything else as opaque flows."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

from harness.capture.importers.http1 import Pending, messages_of
from harness.capture.importers.packets import PCAP, PCAPNG, Segment, segments
from harness.model.errors import SetupError
from harness.model.message import Direction, ExchangeId, Message, Transport

_TCP = 6
_DNS_PORTS = (53, 5353)
_MOST_BYTES = 1 << 20
"""Bytes of one direction of a TCP connection that are kept before they are read or handed on."""
_MOST_FLOWS = 4096
"""Open connections; the one that was quiet longest is handed on first."""

Ends = tuple[tuple[str, int], tuple[str, int]]


def matches(head: bytes) -> bool:
    """Whether it begins as pcap or pcapng."""
    return head[:4] in PCAP or head[:4] == PCAPNG


@dataclass(slots=True)
class _Stream:
    """One direction of a connection, put back into order."""

    next: int | None = None
    data: bytearray = field(default_factory=bytearray)
    early: dict[int, bytes] = field(default_factory=dict)
    lost: bool = False

    def take(self, segment: Segment) -> None:
        """Adds a segment where it belongs; repeated bytes are left out."""
        if segment.opens:
            self.next = segment.number + 1 & 0xFFFFFFFF
            return
        if not segment.payload:
            return
        if self.next is None:
            self.next = segment.number
        self.early.setdefault(segment.number, segment.payload)
        moved = True
        while moved:
            moved = False
            for number in sorted(self.early):
                behind = self.next - number & 0xFFFFFFFF
                if behind < 1 << 31:
                    piece = self.early.pop(number)
                    if behind < len(piece):
                        self.data += piece[behind:]
                        self.next = self.next + len(piece) - behind & 0xFFFFFFFF
                    moved = True
                    break
        if sum(map(len, self.early.values())) > _MOST_BYTES:
            number = min(self.early)
            self.next, self.lost = number, True


@dataclass(slots=True)
class _Flow:
    """One TCP connection: who opened it, and both directions."""

    number: int
    client: tuple[str, int]
    server: tuple[str, int]
    time_us: int
    out: _Stream = field(default_factory=_Stream)
    back: _Stream = field(default_factory=_Stream)
    pending: Pending = field(default_factory=Pending)


def read(path: Path) -> Iterator[Message]:  # noqa: C901 (one loop over packets)
    """The messages of a capture; the exchange is the flow's number from 0, with the request's behind a dot.

    Raises SetupError where it is no capture.
    """
    flows: dict[Ends, _Flow] = {}
    count = 0
    with path.open("rb") as file:
        try:
            for segment in segments(file):
                if segment.protocol != _TCP:
                    if segment.payload:
                        yield _datagram(count, segment)
                        count += 1
                    continue
                key, flow = _find(flows, segment)
                if flow is None:
                    flow = _open(count, segment)
                    count += 1
                    flows[flow.client, flow.server] = flow
                    if len(flows) > _MOST_FLOWS:
                        yield from _close(flows.pop(next(iter(flows))))
                elif key is not None:
                    flows[key] = flows.pop(key)
                sent = segment.source == flow.client
                stream = flow.out if sent else flow.back
                stream.take(segment)
                yield from _read(flow, ended=False)
                if segment.closes and not flow.out.early and not flow.back.early:
                    flow.pending.closing += 1
                    if flow.pending.closing > 1:
                        flows.pop((flow.client, flow.server), None)
                        yield from _close(flow)
        except ValueError as e:
            raise SetupError(f"{path}: wanted a pcap or pcapng file: {e}") from e
    for flow in flows.values():
        yield from _close(flow)


def _find(flows: dict[Ends, _Flow], segment: Segment) -> tuple[Ends | None, _Flow | None]:
    for key in ((segment.source, segment.target), (segment.target, segment.source)):
        flow = flows.get(key)
        if flow is not None:
            return key, flow
    return None, None


def _open(number: int, segment: Segment) -> _Flow:
    """A connection; without its SYN the higher port is the client's."""
    client, server = segment.source, segment.target
    if segment.answers or (not segment.opens and client[1] < server[1]):
        client, server = server, client
    return _Flow(number, client, server, segment.time_us)


def _datagram(number: int, segment: Segment) -> Message:
    outward = segment.target[1] < segment.source[1] or segment.target[1] in _DNS_PORTS
    server = segment.target if outward else segment.source
    return Message(
        exchange=ExchangeId(str(number)),
        direction=Direction.OUT if outward else Direction.IN,
        transport=Transport.DNS if server[1] in _DNS_PORTS else Transport.UDP,
        sequence=number,
        time_us=segment.time_us,
        host=server[0],
        port=server[1],
        scheme="udp",
        body=segment.payload,
    )


def _read(flow: _Flow, *, ended: bool) -> Iterator[Message]:
    """What can be read of a flow by now: whole HTTP messages, or pieces of anything else."""
    for stream, direction in ((flow.out, Direction.OUT), (flow.back, Direction.IN)):
        if stream.data:
            yield from messages_of(flow, stream.data, direction, ended=ended, most=_MOST_BYTES)


def _close(flow: _Flow) -> Iterator[Message]:
    for stream in (flow.out, flow.back):
        for number in sorted(stream.early):
            stream.data += stream.early.pop(number)
    yield from _read(flow, ended=True)
