from __future__ import annotations

import asyncio

import pytest

from harness.virtual.shell.pipes import HELD, BrokenPipe, Pipe


def test_what_is_written_is_read_in_order_to_the_end():
    async def talk():
        pipe = Pipe()
        await pipe.write(b"one\ntw")
        await pipe.write(b"o\nrest")
        lines = [await pipe.read_line(), await pipe.read_line()]
        pipe.close()
        return [*lines, await pipe.read_line(), await pipe.read()]

    assert asyncio.run(talk()) == [b"one\n", b"two\n", b"rest", b""]


def test_a_writer_whose_reader_is_gone_is_told():
    async def talk():
        pipe = Pipe()
        pipe.abandon()
        with pytest.raises(BrokenPipe):
            await pipe.write(b"x")

    asyncio.run(talk())


def test_a_writer_waits_while_much_is_unread():
    async def talk():
        pipe = Pipe()
        await pipe.write(bytes(HELD + 1))
        waiting = asyncio.ensure_future(pipe.write(b"x"))
        await asyncio.sleep(0.01)
        stuck = not waiting.done()
        await pipe.read()
        await asyncio.wait_for(waiting, 1)
        return stuck

    assert asyncio.run(talk())
