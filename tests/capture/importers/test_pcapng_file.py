"""pcapng files: all packet blocks, sections and interfaces, whole, cut off and damaged."""

# ruff: noqa: E501 (one row is one case)

from __future__ import annotations

import struct

import pytest

from harness.model.errors import SetupError
from harness.model.message import GapReason
from tests.capture import captures
from tests.capture.captures import (
    CLOUD,
    ETHERNET,
    PHONE,
    RAW,
    START,
    Packet,
    block,
    enhanced,
    ethernet,
    interface,
    old_packet,
    option,
    section,
    simple,
)
from tests.capture.importers.captured import captured

PAYLOAD = b"id=android-4711"
IP = captures.datagram(PHONE, CLOUD, PAYLOAD)
FRAME = Packet(ethernet(IP))
KEYS = b"CLIENT_RANDOM 00 11\n"


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("write", [enhanced, simple, old_packet])
def test_every_packet_block_is_read(order: str, write: object) -> None:
    found = captured(section(order) + interface(order=order) + write(FRAME, order))  # type: ignore[operator]

    assert (found.bodies(), found.unread) == ([PAYLOAD], [])
    assert found.messages[0].time_us == (0 if write is simple else START)


def test_a_simple_packet_is_as_long_as_its_interface_keeps() -> None:
    kept = FRAME.data[:50]

    found = captured(section() + interface(snaplen=50) + simple(Packet(kept, original=len(FRAME.data))))

    assert (found.bodies(), found.reasons()) == ([PAYLOAD[:8]], [GapReason.TRUNCATED])
    assert (found.messages[0].truncated, found.unread[0].missing, found.unread[0].size) == (True, True, 7)


def test_interfaces_and_sections_have_their_own_links_and_byte_orders() -> None:
    raw = Packet(IP, interface=1)
    data = section("<") + interface() + interface(RAW) + enhanced(FRAME) + enhanced(raw)
    data += section(">") + interface(RAW, order=">") + enhanced(Packet(IP), ">")

    assert (captured(data).bodies(), captured(data).unread) == ([PAYLOAD] * 3, [])


@pytest.mark.parametrize(("first", "index"), [(b"", 0), (interface(), 1), (interface() + section(), 0)])
def test_a_packet_of_an_unknown_interface_is_a_gap(first: bytes, index: int) -> None:
    found = captured(section() + first + enhanced(Packet(FRAME.data, interface=index)))

    assert (found.messages, found.reasons()) == ([], [GapReason.UNKNOWN_PACKET])
    assert found.unread[0].size >= len(FRAME.data)


@pytest.mark.parametrize(
    ("resolution", "offset", "stamp"),
    [(b"\x03", 0, START // 1000), (b"\x09", 0, START * 1000), (b"\x94", 0, (START << 20) // 1_000_000), (b"\x06", 1000, START - 1_000_000_000)],
)  # fmt: skip
def test_times_are_in_the_units_and_from_the_offset_of_their_interface(
    resolution: bytes, offset: int, stamp: int
) -> None:
    options = option(9, resolution) + option(14, struct.pack("<q", offset)) + option(0, b"")

    (message,) = captured(section() + interface(options=options) + enhanced(FRAME, time=stamp)).messages

    assert abs(message.time_us - START) < 1000


def test_a_check_sequence_that_an_interface_announces_is_structure() -> None:
    framed = Packet(FRAME.data + b"\x91\x92\x93\x94")

    found = captured(section() + interface(options=option(13, b"\x20")) + enhanced(framed))

    assert (found.bodies(), found.unread) == ([PAYLOAD], [])


@pytest.mark.parametrize("order", ["<", ">"])
def test_the_keys_of_a_file_are_handed_on_and_counted_by_name(order: str) -> None:
    found = captured(captures.pcapng([FRAME], order=order, keys=KEYS))

    assert (found.secrets, found.bodies()) == ([KEYS], [PAYLOAD])
    assert found.structure()["decryption secrets"] == 28


def test_statistics_and_looked_up_names_are_ignored_by_name() -> None:
    names, statistics = block(4, bytes(8)), block(5, bytes(12))

    found = captured(section() + interface() + names + statistics + enhanced(FRAME))

    assert (found.ignored(), found.unread) == ({"name resolution": 8, "capture statistics": 12}, [])


@pytest.mark.parametrize("kind", [0x0BAD, 0x40000BAD, 9, 0x80000001, 77])
def test_a_block_of_another_type_is_a_gap(kind: int) -> None:
    found = captured(section() + block(kind, PAYLOAD) + interface() + enhanced(FRAME))

    assert (found.bodies(), found.reasons(), found.unread[0].size) == (
        [PAYLOAD],
        [GapReason.UNKNOWN_PACKET],
        16,
    )


def test_options_of_a_packet_are_framing_and_other_bytes_there_a_gap() -> None:
    options = option(1, b"a comment") + option(0, b"")

    assert captured(section() + interface() + enhanced(FRAME, options=options)).unread == []
    found = captured(section() + interface() + enhanced(FRAME, options=b"\xff\xff\xff\xffsecret  "))
    assert (found.bodies(), found.reasons()) == ([PAYLOAD], [GapReason.DAMAGED])


def test_a_file_cut_off_keeps_what_was_read_and_says_what_is_missing() -> None:
    start = section() + interface() + enhanced(FRAME)
    whole = start + enhanced(FRAME)
    for size in range(len(start) + 1, len(whole)):
        found = captured(whole[:size])

        assert found.bodies()[0] == PAYLOAD
        assert found.unread


@pytest.mark.parametrize(("at", "value"), [(4, 13), (4, 0), (4, 1 << 31), (-4, 8)])
def test_a_block_that_cannot_be_one_makes_the_rest_a_gap(at: int, value: int) -> None:
    damaged = bytearray(enhanced(FRAME))
    struct.pack_into("<I", damaged, at if at >= 0 else len(damaged) + at, value)
    tail = enhanced(FRAME)

    found = captured(section() + interface() + enhanced(FRAME) + bytes(damaged) + tail)

    assert (found.bodies(), found.reasons()) == ([PAYLOAD], [GapReason.DAMAGED])
    assert found.unread[0].size == len(damaged) + len(tail)


def test_an_interface_that_says_nothing_is_of_no_known_link() -> None:
    found = captured(section() + block(1, b"\1\0\0\0") + enhanced(FRAME) + interface(ETHERNET))

    assert found.reasons() == [GapReason.UNKNOWN_PACKET]


def test_a_section_without_a_byte_order_is_no_capture() -> None:
    with pytest.raises(SetupError, match="byte order"):
        captured(block(0x0A0D0D0A, bytes(16)))


@pytest.mark.parametrize("kind", [1, 4, 5, 10, 77])
def test_a_block_without_a_packet_that_is_cut_off_is_a_gap(kind: int) -> None:
    start = section() + interface() + enhanced(FRAME)
    whole = start + block(kind, bytes(20))
    for size in range(len(start) + 9, len(whole)):
        found = captured(whole[:size])

        assert (found.bodies(), found.reasons()) == ([PAYLOAD], [GapReason.TRUNCATED] * 2)
        assert [one.size for one in found.unread] == [size - len(start) - 8, len(whole) - size]
