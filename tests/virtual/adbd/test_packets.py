from __future__ import annotations

import asyncio

import pytest

from harness.virtual.adbd.packets import HEADER, Packet, read_packet


def reading(raw):
    async def read():
        reader = asyncio.StreamReader()
        reader.feed_data(raw)
        reader.feed_eof()
        return await read_packet(reader)

    return asyncio.run(read())


def test_a_packet_reads_back():
    packet = Packet(b"WRTE", 1, 2, b"payload")

    assert reading(packet.encode()) == packet
    assert packet.encode()[:4] == b"WRTE"


@pytest.mark.parametrize(
    "raw", [b"GET / HTTP/1.1\r\nHost: x\r\n\r\n", HEADER.pack(b"OPEN", 0, 0, 1 << 30, 0, 0xB1BABFB0)]
)
def test_what_is_not_adb_is_refused(raw):
    with pytest.raises(ValueError, match="not an adb packet"):
        reading(raw)


def test_a_cut_off_packet_is_told():
    with pytest.raises(asyncio.IncompleteReadError):
        reading(Packet(b"WRTE", 1, 2, b"payload").encode()[:-1])
