from __future__ import annotations

import asyncio

import pytest

from harness.virtual.adbd.packets import MAX_DATA
from harness.virtual.adbd.streams import Stream, StreamClosed


def run(talk):
    sent = []

    async def main():
        return await asyncio.wait_for(talk(Stream(1, 2, sent.append), sent), 5)

    return asyncio.run(main()), sent


def test_a_second_write_waits_for_the_okay_of_the_first():
    async def talk(stream, sent):
        await stream.write(b"one")
        second = asyncio.ensure_future(stream.write(b"two"))
        await asyncio.sleep(0.01)
        before = [packet.payload for packet in sent]
        stream.acknowledged(2)
        await second
        return before

    before, sent = run(talk)
    assert before == [b"one"]
    assert [packet.payload for packet in sent] == [b"one", b"two"]


def test_a_large_write_goes_in_pieces_that_the_host_accepts():
    async def talk(stream, sent):
        writing = asyncio.ensure_future(stream.write(bytes(MAX_DATA + 1)))
        await asyncio.sleep(0)
        stream.acknowledged(2)
        await writing

    _, sent = run(talk)
    assert [len(packet.payload) for packet in sent] == [MAX_DATA, 1]


def test_reading_acknowledges_and_ends():
    async def talk(stream, sent):
        stream.received(b"abcdef")
        stream.received(b"ghi\r\nrest")
        parts = [await stream.read_exactly(4), await stream.read_until(b"\r\n", 100)]
        stream.end()
        with pytest.raises(StreamClosed):
            await stream.read_exactly(100)
        return parts

    parts, sent = run(talk)
    assert parts == [b"abcd", b"efghi\r\n"]
    assert [packet.command for packet in sent] == [b"OKAY", b"OKAY"]


def test_a_mark_that_does_not_come_is_told():
    async def talk(stream, sent):
        stream.received(bytes(100))
        with pytest.raises(StreamClosed):
            await stream.read_until(b"\r\n", 50)

    run(talk)


def test_writing_to_a_closed_stream_is_told_and_closing_twice_is_harmless():
    async def talk(stream, sent):
        await stream.write(b"one")
        waiting = asyncio.ensure_future(stream.write(b"two"))
        await asyncio.sleep(0)
        stream.close()
        stream.close()
        with pytest.raises(StreamClosed):
            await waiting
        return await stream.read()

    rest, sent = run(talk)
    assert rest == b""
    assert [packet.command for packet in sent] == [b"WRTE", b"CLSE"]
