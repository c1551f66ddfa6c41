"""Tunnels over UDP are opened where a packet is inside; any other datagram to their ports stays a message."""

# ruff: noqa: E501 (one row is one case)

from __future__ import annotations

import struct

import pytest

from harness.capture.importers.udp_tunnels import inside
from tests.capture import captures
from tests.capture.captures import CLOUD, IPV4, PHONE, PHONE6, datagram, ethernet, gre
from tests.capture.importers.captured import captured

PAYLOAD = b"id=android-4711"
V4 = datagram(PHONE, CLOUD, PAYLOAD)
V6 = datagram(PHONE6, captures.CLOUD6, PAYLOAD)
VXLAN = b"\x08\0\0\0\0\0\x07\0"

ROWS = [
    ("VXLAN", 4789, VXLAN + ethernet(V4)),
    ("VXLAN of Linux", 8472, VXLAN + captures.tagged(V6, 0x8100)),
    ("GENEVE", 6081, b"\0\0\x65\x58\0\0\x07\0" + ethernet(V4)),
    ("GENEVE with options", 6081, b"\x02\0\x86\xdd\0\0\x07\0" + bytes(8) + V6),
    ("GTP", 2152, b"\x30\xff" + struct.pack(">HI", len(V4), 7) + V4),
    ("GTP with an extension", 2152, b"\x34\xff" + struct.pack(">HI", len(V4) + 8, 7) + b"\0\0\0\x85\1\0\0\0" + V4),
    ("Teredo", 3544, V6),
    ("Teredo with indications", 3544, b"\0\1\0\0" + bytes(9) + b"\0\0" + bytes(6) + V6),
    ("GRE", 4754, gre(V4, IPV4)),
    ("MPLS", 6635, captures.mpls(V4, 16)),
    ("TZSP", 37008, b"\1\0\0\1\x0a\1\5\0\1" + ethernet(V4)),
    ("TZSP of 802.11", 37008, b"\1\0\0\x12\1\x08\1" + bytes(22) + captures.snap(V4)),
]  # fmt: skip


@pytest.mark.parametrize(("port", "data"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_what_is_inside_is_read(port: int, data: bytes) -> None:
    frame = ethernet(datagram(("192.0.2.1", 9), ("192.0.2.2", port), data))

    found = captured(captures.pcap([frame]))

    assert ([(m.body, m.port) for m in found.messages], found.unread) == ([(PAYLOAD, 80)], [])


@pytest.mark.parametrize(("port", "data"), [row[1:] for row in ROWS], ids=[row[0] for row in ROWS])
def test_what_is_cut_or_something_else_stays_a_datagram(port: int, data: bytes) -> None:
    for other in (data[: len(data) - len(PAYLOAD) - 22], b"id=android-4711", b"\0" * 40, b"\xff" * 40):
        frame = ethernet(datagram(PHONE, (CLOUD[0], port), other))

        assert captured(captures.pcap([frame])).bodies() == [other]


def test_another_port_is_no_tunnel() -> None:
    assert inside(4790, VXLAN + ethernet(V4), 8 + 14 + len(V4)) is None
