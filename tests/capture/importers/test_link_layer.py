"""Every link layer down to the same datagram, each with its own bytes."""

from __future__ import annotations

import struct

import pytest

from harness.model.message import GapReason
from tests.capture import captures
from tests.capture.captures import CLOUD, PHONE
from tests.capture.importers.captured import captured

PAYLOAD = b"id=android-4711"
V4 = captures.datagram(PHONE, CLOUD, PAYLOAD)
V6 = captures.datagram(captures.PHONE6, captures.CLOUD6, PAYLOAD)
LLC4, LLC6 = captures.snap(V4), captures.snap(V6)
STATION = b"\x08\x01\0\0" + bytes(18) + b"\x10\0"
QOS = b"\x88\x02\0\0" + bytes(18) + b"\x10\0\0\0"


def attributes(*pairs: tuple[int, bytes], order: str) -> bytes:
    return b"".join(
        struct.pack(order + "HH", 4 + len(value), kind) + value + bytes(-len(value) % 4)
        for kind, value in pairs
    )


def pktap(link: int, frame: bytes) -> bytes:
    return struct.pack("<III", 108, 1, link) + bytes(96) + frame


def radiotap(flags: int, frame: bytes, *, time: bool = False) -> bytes:
    fields = (bytes(8) if time else b"") + bytes([flags])
    return struct.pack("<BBHI", 0, 0, 8 + len(fields), 2 | time) + fields + frame


ROWS = [
    ("null, little-endian", 0, b"\x02\0\0\0" + V4),
    ("null, big-endian", 0, b"\0\0\0\x1e" + V6),
    ("loop", 108, b"\0\0\0\x18" + V6),
    ("ethernet", 1, captures.ethernet(V4)),
    ("ethernet, padded", 1, captures.ethernet(V4) + bytes(6)),
    ("802.3 with LLC and SNAP", 1, captures.ethernet(LLC4, len(LLC4)) + bytes(3)),
    ("802.3 with LLC of IP", 1, captures.ethernet(b"\x06\x06\x03" + V4, 3 + len(V4))),
    ("token ring", 6, b"\x10\x40" + bytes(12) + LLC4),
    ("token ring, routed", 6, b"\x10\x40" + bytes(6) + b"\x80" + bytes(5) + b"\x04\0\0\0" + LLC4),
    ("PPP", 9, captures.ppp(V4)),
    ("PPP without address and control", 9, captures.ppp(V6, framed=False)),
    ("PPP with a short protocol", 9, b"\xff\x03\x21" + V4),
    ("PPP in HDLC framing", 50, captures.ppp(V6)),
    ("PPPoE", 51, captures.pppoe(V4)),
    ("PPP of pppd", 166, b"\x01\x03\0\x21" + V4),
    ("PPP with direction", 204, b"\x01" + captures.ppp(V4)),
    ("FDDI", 10, b"\x50" + bytes(12) + LLC4),
    ("ATM, RFC 1483", 11, LLC6),
    ("raw of BSD", 12, V4),
    ("raw of OpenBSD", 14, V6),
    ("raw", 101, V4),
    ("raw IPv4", 228, V4),
    ("raw IPv6", 229, V6),
    ("Cisco HDLC", 104, b"\x0f\0\x08\0" + V4),
    ("Cisco HDLC with direction", 205, b"\0\x0f\0\x86\xdd" + V6),
    ("frame relay", 107, b"\x18\x41\x03\xcc" + V4),
    ("frame relay, SNAP", 107, b"\x18\x41\x03\0\x80\0\0\0\x86\xdd" + V6),
    ("frame relay of Cisco", 107, b"\x18\x41\x08\0" + V4),
    ("802.11", 105, STATION + LLC4),
    ("802.11 with quality of service", 105, QOS + LLC6),
    ("802.11 between access points", 105, b"\x08\x03\0\0" + bytes(18) + b"\x10\0" + bytes(6) + LLC4),
    ("radiotap", 127, radiotap(0, STATION + LLC4)),
    ("radiotap with a check sequence", 127, radiotap(0x10, STATION + LLC4 + b"\1\2\3\4", time=True)),
    ("radiotap with padding", 127, radiotap(0x20, QOS + b"\0\0" + LLC4)),
    ("Prism", 119, struct.pack("<II", 0x44, 144) + bytes(136) + STATION + LLC4),
    ("AVS", 163, struct.pack(">II", 0x80211001, 64) + bytes(56) + STATION + LLC4),
    ("PPI", 192, struct.pack("<BBHI", 0, 0, 8, 105) + STATION + LLC4),
    ("NFLOG", 239, b"\x02\0\0\0" + attributes((1, bytes(4)), (10, b"x\0"), (9, V4), order="<")),
    ("NFLOG, big-endian", 239, b"\x0a\0\0\0" + attributes((1, bytes(4)), (9, V6), order=">")),
    ("PKTAP of Ethernet", 258, pktap(1, captures.ethernet(V4))),
    ("PKTAP of raw IP", 258, pktap(12, V6)),
    ("PKTAP under its older number", 149, pktap(0, b"\x02\0\0\0" + V4)),
    ("cooked", 113, b"\0\x04\0\x01\0\x06" + bytes(8) + b"\x08\0" + V4),
    ("cooked, 802.2", 113, b"\0\x04\0\x01\0\x06" + bytes(8) + b"\0\x04" + LLC6),
    ("cooked, 802.11", 113, b"\0\x04\x03\x23\0\x06" + bytes(8) + b"\0\x04" + radiotap(0, STATION + LLC4)),
    ("cooked, version 2, 802.11", 276, b"\0\x04" + bytes(6) + b"\x03\x21" + bytes(10) + STATION + LLC4),
    ("cooked, version 2", 276, b"\x86\xdd" + bytes(18) + V6),
    ("encapsulation of OpenBSD", 109, bytes(12) + V4),
    ("packet filter log", 117, b"\x3d\x02\0\0" + bytes(60) + V4),
    ("IP over FireWire", 138, bytes(16) + b"\x08\0" + V4),
]


@pytest.mark.parametrize(("link", "frame"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
@pytest.mark.parametrize("write", [captures.pcap, captures.pcapng])
def test_every_link_is_read(link: int, frame: bytes, write: object) -> None:
    found = captured(write([frame], link))  # type: ignore[operator]

    assert (found.bodies(), found.unread) == ([PAYLOAD], [])


NOT_READ = [
    ("Bluetooth", 201, b"\0\0\0\1\2" + PAYLOAD, GapReason.UNKNOWN_PACKET),
    ("USB", 220, bytes(64) + PAYLOAD, GapReason.UNKNOWN_PACKET),
    ("CAN", 227, PAYLOAD, GapReason.UNKNOWN_PACKET),
    ("unknown family", 0, b"\x63\0\0\0" + V4, GapReason.UNKNOWN_PACKET),
    ("Novell", 1, captures.ethernet(b"\xff\xff" + PAYLOAD, 17), GapReason.UNKNOWN_PACKET),
    ("SNAP of an organisation", 11, b"\xaa\xaa\x03\0\0\x0c\x20\0" + PAYLOAD, GapReason.UNKNOWN_PACKET),
    ("ethertype", 1, captures.ethernet(PAYLOAD, 0x88B5), GapReason.UNKNOWN_PACKET),
    ("MACsec", 1, captures.ethernet(PAYLOAD, 0x88E5), GapReason.ENCRYPTED),
    ("EAP", 1, captures.ethernet(PAYLOAD, 0x888E), GapReason.UNKNOWN_PACKET),
    ("PAP", 9, b"\xff\x03\xc0\x23" + PAYLOAD, GapReason.UNKNOWN_PACKET),
    ("PPPoE discovery", 1, captures.ethernet(PAYLOAD, 0x8863), GapReason.UNKNOWN_PACKET),
    ("802.11, encrypted", 105, b"\x08\x41" + STATION[2:] + PAYLOAD, GapReason.ENCRYPTED),
    ("802.11, asking for networks", 105, b"\x40\0" + STATION[2:] + PAYLOAD, GapReason.UNKNOWN_PACKET),
    ("802.11, a part", 105, b"\x08\x05" + STATION[2:] + LLC4, GapReason.UNKNOWN_PACKET),
    ("802.11, aggregated", 105, QOS[:24] + b"\x80\0" + LLC4, GapReason.UNKNOWN_PACKET),
    (
        "NFLOG without a packet",
        239,
        b"\x02\0\0\0" + attributes((1, PAYLOAD), order="<"),
        GapReason.UNKNOWN_PACKET,
    ),
    ("a header that is too short", 1, b"\1\2\3", GapReason.UNKNOWN_PACKET),
]


@pytest.mark.parametrize(
    ("link", "frame", "reason"), [row[1:] for row in NOT_READ], ids=[r[0] for r in NOT_READ]
)
def test_what_is_not_read_is_a_gap(link: int, frame: bytes, reason: GapReason) -> None:
    found = captured(captures.pcap([frame], link))

    assert (found.messages, found.reasons()) == ([], [reason])
    assert found.unread[0].size >= min(len(PAYLOAD), len(frame))


IGNORED = [
    ("ARP", 1, captures.ethernet(struct.pack(">HHBBH", 1, 0x800, 6, 4, 1) + bytes(20), 0x0806) + bytes(18)),
    ("spanning tree", 1, captures.ethernet(b"\x42\x42\x03" + bytes(35), 38)),
    ("802.11 beacons", 105, b"\x80\0" + bytes(22) + b"network"),
    ("802.11 control frames", 105, b"\xd4\0" + bytes(8)),
    ("802.11 frames without data", 105, b"\x48\x01" + bytes(22) + bytes(1)),
]


@pytest.mark.parametrize(("name", "link", "frame"), IGNORED, ids=[row[0] for row in IGNORED])
def test_what_holds_nobodys_message_is_ignored_by_name(name: str, link: int, frame: bytes) -> None:
    found = captured(captures.pcap([frame], link))

    assert (found.messages, found.unread, list(found.ignored())) == ([], [], [name])
