"""Bytes of a connection as the phone's IP layer counts them.

Deterministic: every direction is cut into segments of 1448 payload bytes with 52 bytes of headers each
(20 IPv4, 20 TCP, 12 timestamps at an MTU of 1500); a SYN has 60 bytes, a bare ACK or FIN 52, and each
second received segment is acknowledged by a bare ACK (RFC 9293, RFC 1122 §4.2.3.2).  A UDP datagram has
28 bytes of headers.
"""

from __future__ import annotations

from harness.virtual.services import Counters

SEGMENT = 1448
HEADERS = 52
SYN = 60
RESET = 40
DATAGRAM = 28
IP6_LONGER = 20


class Flow:
    """One TCP connection of a uid; what it carries goes to the phone's counters at once.

    `sent` and `received` are the payload so far, in bytes; over IPv6 each header is 20 bytes longer.
    """

    def __init__(self, counters: Counters, uid: int, iface: str, *, six: bool = False) -> None:
        self._counters = counters
        self._uid = uid
        self._iface = iface
        self._longer = IP6_LONGER if six else 0
        self._run = 0
        self._outward = True
        self.sent = 0
        self.received = 0

    def opened(self) -> None:
        """SYN and ACK out, SYN-ACK in."""
        self._add(SYN + HEADERS, 2, SYN, 1)

    def refused(self) -> None:
        """SYN out, RST in."""
        self._add(SYN, 1, RESET, 1)

    def send(self, size: int) -> None:
        """`size` payload bytes out, with the acknowledgements that come in."""
        self.sent += size
        segments, acknowledgements = self._advance(size, outward=True)
        self._add(size + HEADERS * segments, segments, HEADERS * acknowledgements, acknowledgements)

    def receive(self, size: int) -> None:
        """`size` payload bytes in, with the acknowledgements that go out."""
        self.received += size
        segments, acknowledgements = self._advance(size, outward=False)
        self._add(HEADERS * acknowledgements, acknowledgements, size + HEADERS * segments, segments)

    def closed(self) -> None:
        """A FIN and its acknowledgement in each direction."""
        self._add(2 * HEADERS, 2, 2 * HEADERS, 2)

    def _advance(self, size: int, *, outward: bool) -> tuple[int, int]:
        """New segments and acknowledgements; pieces of one direction in a row form one run of bytes."""
        if outward != self._outward:
            self._outward, self._run = outward, 0
        before = _segments(self._run)
        self._run += size
        after = _segments(self._run)
        return after - before, (after + 1) // 2 - (before + 1) // 2

    def _add(self, out: int, packets_out: int, back: int, packets_back: int) -> None:
        out += self._longer * packets_out
        back += self._longer * packets_back
        self._counters.add(self._uid, "tcp", out, packets_out, back, packets_back, self._iface)


def _segments(size: int) -> int:
    return -(-size // SEGMENT)
