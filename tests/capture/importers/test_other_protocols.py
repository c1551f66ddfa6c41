"""What is neither TCP nor UDP has a name: ignored or a gap."""

from __future__ import annotations

import pytest

from harness.capture.importers.layers import Space
from harness.capture.importers.other_protocols import gap, ignored
from harness.model.message import GapReason

ADDRESS = b"\x01\x01" + bytes(6)


@pytest.mark.parametrize(
    ("data", "name"),
    [
        (b"\x85" + bytes(7) + ADDRESS, "neighbour discovery"),
        (b"\x86" + bytes(15) + b"\x19\x03" + bytes(22), "neighbour discovery"),
        (b"\x87" + bytes(23), "neighbour discovery"),
        (b"\x88" + bytes(23) + ADDRESS, "neighbour discovery"),
        (b"\x87" + bytes(23) + b"\xfd\x01secret", None),
        (b"\x87" + bytes(23) + b"secret", None),
        (b"\x85", None),
        (b"\x80\0\0\0secret", None),
        (b"", None),
    ],
)
def test_neighbour_discovery_says_addresses_alone(data: bytes, name: str | None) -> None:
    assert ignored(Space.IP, 58, data) == (None if name is None else (name, len(data)))


def test_arp_is_as_long_as_its_addresses() -> None:
    packet = b"\0\1\x08\0\6\4\0\1" + bytes(20)

    assert ignored(Space.ETHERTYPE, 0x0806, packet + b"secret") == ("ARP", 28)
    assert ignored(Space.ETHERTYPE, 0x0806, b"\0\1") == ("ARP", 2)


def test_everything_else_is_a_gap() -> None:
    assert ignored(Space.IP, 1, b"ping") is None
    assert gap(Space.IP, 50) == (GapReason.ENCRYPTED, "ESP")
    assert gap(Space.ETHERTYPE, 0x88B5) == (GapReason.UNKNOWN_PACKET, "ethertype 0x88b5 is not read")
