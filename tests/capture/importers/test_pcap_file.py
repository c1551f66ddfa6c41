"""pcap files of every magic, whole, cut off and damaged."""

from __future__ import annotations

import struct
import zlib

import pytest

from harness.model.errors import SetupError
from harness.model.message import GapReason
from tests.capture import captures
from tests.capture.captures import CLOUD, PHONE, Packet, ethernet
from tests.capture.importers.captured import captured

PAYLOADS = [b"first-4711", b"second-4712", b"third-4713"]
FRAMES = [ethernet(captures.datagram(PHONE, CLOUD, payload)) for payload in PAYLOADS]


@pytest.mark.parametrize("magic", [0xA1B2C3D4, 0xA1B23C4D, 0xA1B2CD34])
@pytest.mark.parametrize("order", ["<", ">"])
def test_every_magic_and_byte_order_is_read(magic: int, order: str) -> None:
    found = captured(captures.pcap(FRAMES, magic=magic, order=order))

    assert (found.bodies(), found.unread) == (PAYLOADS, [])
    assert [m.time_us - captures.START for m in found.messages] == [0, 1, 2]
    assert (found.account.unit, found.account.units) == ("packet", 3)


def test_a_check_sequence_that_the_header_announces_is_structure() -> None:
    checked = [Packet(frame + b"\x91\x92\x93\x94", captures.START) for frame in FRAMES]

    found = captured(captures.pcap(checked, captures.ETHERNET | 1 << 26 | 2 << 28))

    assert (found.bodies(), found.unread, found.structure()["frame check sequence"]) == (PAYLOADS, [], 12)


def test_a_check_sequence_that_nobody_announces_is_known_by_its_sum() -> None:
    frame = FRAMES[0] + bytes(3)
    right = frame + zlib.crc32(frame).to_bytes(4, "little")

    assert captured(captures.pcap([right])).unread == []
    assert captured(captures.pcap([frame + b"\1\2\3\4"])).reasons() == [GapReason.UNKNOWN_PACKET]


def test_a_file_cut_off_keeps_what_was_read_and_says_what_is_missing() -> None:
    whole = captures.pcap(FRAMES)
    starts = [len(captures.pcap(FRAMES[:count])) for count in range(4)]
    for size in range(24, len(whole)):
        found = captured(whole[:size])
        count = max(n for n, start in enumerate(starts) if start <= size)
        ended = [
            one.size for one in found.unread if one.detail.startswith("the capture ends") and one.missing
        ]

        assert found.bodies()[:count] == PAYLOADS[:count]
        if size in starts:
            assert found.unread == []
        elif size - starts[count] < 16:
            assert ended == [16 - size + starts[count]]
        else:
            assert ended == [starts[count + 1] - size]


@pytest.mark.parametrize(
    "field", [(8, 1 << 30), (8, 5000), (12, 3), (4, 1 << 31)], ids=["huge", "beyond", "longer", "time"]
)
def test_a_packets_header_that_cannot_be_one_makes_the_rest_a_gap(field: tuple[int, int]) -> None:
    start = len(captures.pcap(FRAMES[:1]))
    data = bytearray(captures.pcap(FRAMES))
    struct.pack_into("<I", data, start + field[0], field[1])

    found = captured(bytes(data))

    assert found.bodies()[:1] == PAYLOADS[:1]
    assert found.reasons()[:1] == [GapReason.DAMAGED]
    assert found.unread[0].size == len(data) - start


@pytest.mark.parametrize(
    "data", [b"", b"\xd4", b"nope", b"\xd4\xc3\xb2\xa1", b"\xd4\xc3\xb2\xa1" + bytes(19)]
)
def test_what_is_no_capture_is_named(data: bytes) -> None:
    with pytest.raises(SetupError, match="a capture: wanted a pcap or pcapng file"):
        captured(data)
