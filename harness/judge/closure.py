"""Closure: bytes that the phone counted against bytes that the recorder saw (method §5).

One formula, for the proxy reached over the local network (`lan`).  A kernel counts IP packets, the
recorder counts socket bytes below TLS, so headers are taken off first:

    counted = tx_bytes - header * tx_packets - setup * connections

`header` (bytes per packet) and `setup` (what the packets that open a connection have beyond that) come
from the calibration of the run: a 1 MiB upload from an app of the handset, measured by both.  As much as
`setup` may stay unexplained for each connection.
"""

from __future__ import annotations

from dataclasses import dataclass

from harness.model.judgement import ClosureState
from harness.model.lines import UidCount

NETWORK_MODES = frozenset({"lan", "gateway"})
"""The ways that the formula is for: a proxy reached from the handset's own address without a tunnel or VPN,
and the phone's only router, which closes by construction and where the formula is a check."""
UDP_HEADER = 28
"""IPv4 + UDP (RFC 791, 768): what a datagram has less of headers than any TCP segment can carry content."""
CALIBRATION_LEAST_BYTES = 1_000_000
HEADER_LEAST, HEADER_MOST = 40, 80
"""IPv4 + TCP without options, IPv6 + TCP with timestamps and SACK (RFC 791, 8200, 9293, 7323)."""
CONNECTION_SLACK = 32
"""Most that one connection's own packets may exceed the header figure: options of SYN packets (RFC 9293)."""


@dataclass(frozen=True, slots=True)
class Calibration:
    """What the 1 MiB upload measured: header bytes per packet and setup bytes per connection."""

    header: int
    setup: int
    connections: int
    uploaded: int
    source: str

    def payload(self, counted: UidCount, connections: int) -> int:
        """Payload bytes sent, from a kernel's count of IP packets."""
        udp_bytes, udp_packets = counted.udp_bytes or 0, counted.udp_packets or 0
        tcp = counted.tx_bytes - udp_bytes - self.header * (counted.tx_packets - udp_packets)
        return tcp - self.setup * connections + udp_bytes - UDP_HEADER * udp_packets

    def tolerance(self, counted: UidCount, connections: int) -> int:
        """Bytes that may stay unexplained over so many connections; none where a datagram was sent.

        No proxy carries datagrams: a small one must not hide in what connections may leave.
        """
        return 0 if counted.udp_packets else self.setup * connections


def calibrate(counted: UidCount, recorded: int, connections: int, source: str) -> Calibration | None:
    """The calibration from one measured upload, None where the counter cannot serve.

    The header figure is the whole number of bytes per packet that explains most; it must be one that
    IP and TCP allow, and what is left must be less than `CONNECTION_SLACK` a connection.
    """
    if (
        recorded < CALIBRATION_LEAST_BYTES
        or counted.tx_packets <= 0
        or connections <= 0
        or counted.udp_packets
    ):
        return None
    header = (counted.tx_bytes - recorded) // counted.tx_packets
    left = counted.tx_bytes - recorded - header * counted.tx_packets
    if not HEADER_LEAST <= header <= HEADER_MOST or left > CONNECTION_SLACK * connections:
        return None
    return Calibration(header, -(-left // connections), connections, recorded, source)


def close(
    arm: str,
    app: str,
    counted: UidCount,
    recorded: tuple[int, int],
    connections: int,
    calibration: Calibration,
    closed_by: str = "",
) -> ClosureState:
    """The closure of one uid over one arm; `recorded` is the interval between the two marks at each end."""
    return ClosureState(
        arm=arm,
        app=app,
        source=calibration.source,
        counted=calibration.payload(counted, connections),
        recorded_low=recorded[0],
        recorded_high=recorded[1],
        tolerance=calibration.tolerance(counted, connections),
        closed_by=closed_by,
    )
