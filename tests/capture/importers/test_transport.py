"""Segments and datagrams out of payloads of IP."""

# ruff: noqa: E501, FBT001 (one row is one case)

from __future__ import annotations

import struct

import pytest

from harness.capture.importers import transport
from tests.capture import captures
from tests.capture.captures import CLOUD, PHONE

ENDS = PHONE[0], CLOUD[0]


def test_a_segment_with_options_is_read() -> None:
    data = captures.tcp(PHONE, CLOUD, b"payload", 7, captures.SYN, options=b"\x02\x04\x05\xb4\x01")

    found = transport.segment(data, len(data) + 3, ENDS, 1, 2)

    assert (found.source, found.target, found.payload, found.missing) == (PHONE, CLOUD, b"payload", 3)
    assert (found.opens, found.sequence, found.start, found.acknowledged) == (True, 7, 8, None)
    assert found.header == 28


def test_an_acknowledgement_counts_only_with_its_flag() -> None:
    data = captures.tcp(PHONE, CLOUD, b"", 7, captures.ACK, 99)

    assert transport.segment(data, len(data), ENDS, 1, 2).acknowledged == 99


@pytest.mark.parametrize("size", [3, 13])
def test_a_segment_that_is_cut_off_raises(size: int) -> None:
    data = captures.tcp(PHONE, CLOUD)[:size]

    with pytest.raises((IndexError, struct.error)):
        transport.segment(data, 20, ENDS, 1, 2)


def test_a_segment_of_impossible_sizes_raises() -> None:
    with pytest.raises(ValueError, match="TCP header of 60"):
        transport.segment(bytes(12) + b"\xf0" + bytes(20), 33, ENDS, 1, 2)


@pytest.mark.parametrize(
    ("length", "lite", "payload", "missing"),
    [(15, False, b"payload", 0), (12, False, b"payl", 0), (0, False, b"payload..", 0), (20, False, b"payload..", 3), (8, True, b"payload..", 0)],
)  # fmt: skip
def test_a_datagram_is_as_long_as_it_says(length: int, lite: bool, payload: bytes, missing: int) -> None:
    data = struct.pack(">HHHH", 1, 2, length, 0) + b"payload.."

    found = transport.datagram(data, len(data), ENDS, 1, 2, lite=lite)

    assert (found.payload, found.missing) == (payload, missing)


def test_a_datagram_shorter_than_its_header_raises() -> None:
    with pytest.raises(ValueError, match="of 7 bytes"):
        transport.datagram(struct.pack(">HHHH", 1, 2, 7, 0), 8, ENDS, 1, 2)
