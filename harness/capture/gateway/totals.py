"""The account of a router: what passed it, by protocol, source and destination."""

from __future__ import annotations

from dataclasses import dataclass

from harness.model.wire import Routed

Key = tuple[str, str, str, int]


@dataclass(slots=True)
class _Sum:
    flows: int = 0
    sent_bytes: int = 0
    received_bytes: int = 0
    sent_packets: int = 0
    received_packets: int = 0
    unread_bytes: int = 0


@dataclass(frozen=True, slots=True)
class Passed:
    """One flow at its end; `read` is whether any message of it could be read."""

    protocol: str
    source: str
    destination: str
    port: int
    sent_bytes: int
    received_bytes: int
    sent_packets: int
    received_packets: int
    read: bool


class Totals:
    """Adds flows up as they end."""

    def __init__(self) -> None:
        self._sums: dict[Key, _Sum] = {}

    def add(self, flow: Passed) -> None:
        """One more flow."""
        key = (flow.protocol, flow.source, flow.destination, flow.port)
        total = self._sums.setdefault(key, _Sum())
        total.flows += 1
        total.sent_bytes += flow.sent_bytes
        total.received_bytes += flow.received_bytes
        total.sent_packets += flow.sent_packets
        total.received_packets += flow.received_packets
        total.unread_bytes += 0 if flow.read else flow.sent_bytes

    def result(self) -> tuple[Routed, ...]:
        """All of it, in the order of its keys."""
        return tuple(
            Routed(
                *key,
                flows=total.flows,
                sent_bytes=total.sent_bytes,
                received_bytes=total.received_bytes,
                sent_packets=total.sent_packets,
                received_packets=total.received_packets,
                unread_bytes=total.unread_bytes,
            )
            for key, total in sorted(self._sums.items())
        )
