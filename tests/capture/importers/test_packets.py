"""Packets down to TCP and UDP, of either format and any usual link."""

from __future__ import annotations

import io
import struct

import pytest

from harness.capture.importers.packets import segments

UDP = struct.pack(">HHHH", 1000, 53, 12, 0) + b"data"
IPV4 = (
    struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(UDP), 1, 0, 64, 17, 0)
    + bytes([10, 0, 0, 2])
    + bytes([8, 8, 8, 8])
    + UDP
)
IPV6 = struct.pack(">IHBB", 6 << 28, len(UDP), 17, 64) + bytes(15) + b"\x01" + bytes(15) + b"\x02" + UDP


def pcap(link: int, frame: bytes, magic: int = 0xA1B2C3D4, order: str = "<") -> io.BytesIO:
    head = struct.pack(order + "IHHiIII", magic, 2, 4, 0, 0, 65535, link)
    return io.BytesIO(head + struct.pack(order + "IIII", 7, 9, len(frame), len(frame)) + frame)


@pytest.mark.parametrize(
    ("link", "frame"),
    [
        (1, bytes(12) + b"\x08\x00" + IPV4),
        (1, bytes(12) + b"\x81\x00\x00\x05\x86\xdd" + IPV6),
        (101, IPV4),
        (0, bytes(4) + IPV4),
        (113, bytes(16) + IPV6),
        (276, bytes(20) + IPV4),
    ],
)
def test_every_usual_link_is_understood(link: int, frame: bytes) -> None:
    (segment,) = segments(pcap(link, frame))

    assert (segment.payload, segment.target[1], segment.time_us) == (b"data", 53, 7_000_009)


def test_big_endian_and_nanoseconds_are_understood() -> None:
    (segment,) = segments(pcap(101, IPV4, 0xA1B23C4D, ">"))

    assert segment.time_us == 7_000_000


def test_another_link_and_a_fragment_are_passed_over() -> None:
    fragment = bytearray(IPV4)
    fragment[6] = 0x20

    assert list(segments(pcap(147, IPV4))) == []
    assert list(segments(pcap(101, bytes(fragment)))) == []


@pytest.mark.parametrize("data", [b"nope", b"\xd4\xc3\xb2\xa1"])
def test_what_is_no_capture_raises_a_value_error(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"pcap|header|block"):
        list(segments(io.BytesIO(data)))
