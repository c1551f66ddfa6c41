"""Tunnels, tags and extension headers down to the same datagram, each with its own bytes."""

# ruff: noqa: E501 (one row is one case)

from __future__ import annotations

import struct

import pytest

from harness.model.message import Direction, GapReason
from tests.capture import captures
from tests.capture.captures import CLOUD, CLOUD6, GRE, IPV4, IPV6, PHONE, PHONE6, UDP, ethernet, gre, ip, mpls
from tests.capture.importers.captured import captured

PAYLOAD = b"id=android-4711"
V4 = captures.datagram(PHONE, CLOUD, PAYLOAD)
V6 = captures.datagram(PHONE6, CLOUD6, PAYLOAD)
IN4 = captures.udp(PHONE, CLOUD, PAYLOAD)
IN6 = captures.udp(PHONE6, CLOUD6, PAYLOAD)
NEAR, FAR, NEAR6, FAR6 = "192.0.2.1", "192.0.2.2", "2001:db8:1::1", "2001:db8:1::2"
FRAME = ethernet(V4)


def through(protocol: int, inner: bytes) -> bytes:
    return ethernet(ip(NEAR, FAR, protocol, inner))


def extended(first: int, *headers: bytes, payload: bytes = IN6, length: int | None = None) -> bytes:
    return ethernet(ip(PHONE6[0], CLOUD6[0], first, b"".join(headers) + payload, length=length))


def jumbo() -> bytes:
    option = b"\xc2\x04" + struct.pack(">I", 8 + len(IN6))
    return extended(0, bytes([UDP, 0]) + option, length=0)


ROWS = [
    ("4 in 4", through(4, V4)),
    ("6 in 4", through(41, V6)),
    ("4 in 6", ethernet(ip(NEAR6, FAR6, 4, V4))),
    ("6 in 6", ethernet(ip(NEAR6, FAR6, 41, V6))),
    ("4 in 6 in 4 in 4", through(4, ip(NEAR, FAR, 41, ip(NEAR6, FAR6, 4, V4)))),
    ("IPIP by its other number", through(94, V4)),
    ("GRE", through(GRE, gre(V4, IPV4))),
    ("GRE of IPv6 with a key", through(GRE, gre(V6, IPV6, key=True))),
    ("GRE with all fields", through(GRE, gre(V4, IPV4, key=True, sequence=True, check=True))),
    ("GRE with routing", through(GRE, struct.pack(">HHI", 0x4000, IPV4, 0) + b"\x08\0\0\4abcd" + bytes(4) + V4)),
    ("GRE of PPTP", through(GRE, b"\x30\x81\x88\x0b" + bytes(12) + captures.ppp(V4))),
    ("GRE of Ethernet", through(GRE, gre(FRAME, 0x6558))),
    ("GRE of MPLS", through(GRE, gre(mpls(V4, 16), 0x8847))),
    ("GRE in IPv6", ethernet(ip(NEAR6, FAR6, GRE, gre(V6, IPV6)))),
    ("ERSPAN I", through(GRE, gre(FRAME, 0x88BE))),
    ("ERSPAN II", through(GRE, gre(bytes(8) + FRAME, 0x88BE, sequence=True))),
    ("ERSPAN III", through(GRE, gre(bytes(12) + FRAME, 0x22EB, sequence=True))),
    ("ERSPAN III with a part", through(GRE, gre(bytes(11) + b"\1" + bytes(8) + FRAME, 0x22EB, sequence=True))),
    ("MPLS", ethernet(mpls(V4, 16), 0x8847)),
    ("MPLS, stacked", ethernet(mpls(V6, 16, 17, 18), 0x8848)),
    ("MPLS of Ethernet", ethernet(mpls(FRAME, 16), 0x8847)),
    ("MPLS of Ethernet with a control word", ethernet(mpls(bytes(4) + FRAME, 16), 0x8847)),
    ("MPLS in IP", through(137, mpls(V4, 16))),
    ("Ethernet in IP", through(97, b"\x30\0" + FRAME)),
    ("Ethernet in IP, later", through(143, FRAME)),
    ("minimal encapsulation", ethernet(ip(PHONE[0], NEAR, 55, bytes([UDP, 0, 0, 0]) + bytes(4) + IN4))),
    ("PPPoE", ethernet(captures.pppoe(V4), 0x8864)),
    ("PPPoE, padded", ethernet(captures.pppoe(V6) + bytes(9), 0x8864)),
    ("802.1Q", captures.tagged(V4, 0x8100)),
    ("802.1ad over 802.1Q", captures.tagged(V6, 0x88A8, 0x8100)),
    ("stacked tags of elder kinds", captures.tagged(V4, 0x9100, 0x9200, 0x8100)),
    ("802.1Q of LLC", captures.tagged(captures.snap(V4), 0x8100, kind=len(V4) + 8)),
    ("hop by hop options", extended(0, bytes([UDP, 0, 1, 4, 0, 0, 0, 0]))),
    ("routing", extended(43, bytes([UDP, 2, 4, 0]) + bytes(20))),
    ("destination options", extended(60, bytes([UDP, 0, 1, 4, 0, 0, 0, 0]))),
    ("authentication", extended(51, bytes([UDP, 4]) + bytes(22))),
    ("authentication of IPv4", ethernet(ip(PHONE[0], CLOUD[0], 51, bytes([UDP, 4]) + bytes(22) + IN4))),
    ("an atomic fragment", extended(44, bytes([UDP, 0, 0, 0, 0, 0, 0, 9]))),
    ("all extension headers", extended(0, bytes([43, 0]) + bytes(6), bytes([60, 0]) + bytes(6), bytes([51, 0]) + bytes(6), bytes([UDP, 1]) + bytes(10))),
    ("a jumbo packet", jumbo()),
    ("IPv6 of length 0", extended(UDP, length=0)),
    ("IPv4 of length 0", ethernet(ip(PHONE[0], CLOUD[0], UDP, IN4, length=0))),
    ("IPv4 with options", ethernet(b"\x46" + ip(PHONE[0], CLOUD[0], UDP, bytes(4) + IN4)[1:])),
    ("UDP-Lite", ethernet(ip(PHONE[0], CLOUD[0], 136, IN4[:4] + b"\0\x08" + IN4[6:]))),
]  # fmt: skip


@pytest.mark.parametrize("frame", [row[1] for row in ROWS], ids=[row[0] for row in ROWS])
def test_every_tunnel_and_extension_is_read(frame: bytes) -> None:
    found = captured(captures.pcap([frame]))

    assert (found.bodies(), found.unread) == ([PAYLOAD], [])


@pytest.mark.parametrize("frame", [row[1] for row in ROWS], ids=[row[0] for row in ROWS])
def test_a_frame_cut_anywhere_loses_nothing_in_silence(frame: bytes) -> None:
    for size in range(0, len(frame), 3):
        found = captured(captures.pcap([captures.Packet(frame[:size], original=len(frame))]))

        assert found.unread or found.bodies() == [PAYLOAD]


NOT_READ = [
    ("ICMP", ip(PHONE[0], CLOUD[0], 1, b"\x08\0\0\0" + PAYLOAD), GapReason.UNKNOWN_PACKET),
    ("ICMPv6", ip(PHONE6[0], CLOUD6[0], 58, b"\x80\0\0\0" + PAYLOAD), GapReason.UNKNOWN_PACKET),
    ("IGMP", ip(PHONE[0], "224.0.0.22", 2, PAYLOAD), GapReason.UNKNOWN_PACKET),
    ("SCTP", ip(PHONE[0], CLOUD[0], 132, PAYLOAD), GapReason.UNKNOWN_PACKET),
    ("ESP", ip(PHONE[0], CLOUD[0], 50, PAYLOAD), GapReason.ENCRYPTED),
    ("a protocol without a name", ip(PHONE[0], CLOUD[0], 253, PAYLOAD), GapReason.UNKNOWN_PACKET),
    ("behind no next header", ip(PHONE6[0], CLOUD6[0], 59, PAYLOAD), GapReason.UNKNOWN_PACKET),
    ("neighbour discovery with more than addresses", ip("fe80::2", "ff02::2", 58, b"\x85" + bytes(7) + b"\xfd\x02" + PAYLOAD[:14]), GapReason.UNKNOWN_PACKET),
    ("TCP of no length", ip(PHONE[0], CLOUD[0], 6, bytes(12) + b"\x10" + bytes(7) + PAYLOAD), GapReason.UNKNOWN_PACKET),
    ("GRE of version 2", ip(PHONE[0], CLOUD[0], GRE, b"\0\2\x08\0" + PAYLOAD), GapReason.UNKNOWN_PACKET),
]  # fmt: skip


@pytest.mark.parametrize(("packet", "reason"), [r[1:] for r in NOT_READ], ids=[r[0] for r in NOT_READ])
def test_another_protocol_is_a_gap(packet: bytes, reason: GapReason) -> None:
    found = captured(captures.pcap([ethernet(packet)]))

    assert (found.messages, found.reasons()) == ([], [reason])
    assert (found.unread[0].direction, found.unread[0].where) == (Direction.OUT, "packet 1")


def test_the_other_end_of_a_gap_is_named() -> None:
    out, back = captured(
        captures.pcap(
            [
                ethernet(ip(PHONE[0], CLOUD[0], 1, PAYLOAD)),
                ethernet(ip(CLOUD[0], PHONE[0], 1, PAYLOAD)),
            ]
        )
    ).unread

    assert (out.host, out.direction, back.host, back.direction) == (
        CLOUD[0],
        Direction.OUT,
        CLOUD[0],
        Direction.IN,
    )


def test_neighbour_discovery_is_ignored_by_name() -> None:
    packet = ip("fe80::2", "ff02::1", 58, b"\x87" + bytes(23) + b"\x01\x01" + bytes(6))

    assert captured(captures.pcap([ethernet(packet)])).ignored() == {"neighbour discovery": 32}
