from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.capture.gateway.link import WireLink


class Wire:
    """The writing half of a wire."""

    def __init__(self):
        self.written = b""
        self.closed = False

    def is_closing(self):
        return self.closed

    def write(self, data):
        self.written += data

    def close(self):
        self.closed = True


def read_all(data):
    async def act():
        reader = asyncio.StreamReader()
        reader.feed_data(data)
        reader.feed_eof()
        link = WireLink(reader, Wire())
        found = []
        while (packet := await link.receive()) is not None:
            found.append(packet)
        return found

    return asyncio.run(act())


@given(st.lists(st.binary(max_size=100)))
def test_packets_come_as_they_were_sent(packets):
    wire = Wire()
    link = WireLink(asyncio.StreamReader.__new__(asyncio.StreamReader), wire)
    for packet in packets:
        link.send(packet)

    assert read_all(wire.written) == packets


@pytest.mark.parametrize("data", [b"\0", b"\0\3ab", b"\0\1x\xff"])
def test_a_wire_that_ends_within_a_packet_is_an_error(data):
    with pytest.raises(ValueError, match="within a packet"):
        read_all(data)


def test_nothing_is_written_to_a_wire_that_is_closed():
    wire = Wire()
    link = WireLink(asyncio.StreamReader.__new__(asyncio.StreamReader), wire)
    link.close()
    link.send(b"late")

    assert wire.written == b""
