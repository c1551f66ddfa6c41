from __future__ import annotations

import asyncio
import hashlib

from harness.capture.tally import CountingReader, CountingWriter, Tally


def test_reader_and_writer_count_what_passes():
    class Writer:
        def __init__(self):
            self.data = b""
            self.closed = self.eof = False

        def write(self, data):
            self.data += data

        def write_eof(self):
            self.eof = True

        def is_closing(self):
            return self.closed

        def close(self):
            self.closed = True

        async def drain(self):
            return None

        async def wait_closed(self):
            return None

        def get_extra_info(self, name, default=None):
            return {"peername": 1}.get(name, default)

    async def use():
        tally, inner = Tally(), Writer()
        source = asyncio.StreamReader()
        source.feed_data(b"12345")
        source.feed_eof()
        reader, writer = CountingReader(source, tally), CountingWriter(inner, tally)
        assert await reader.read(3) == b"123"
        assert await reader.read(9) == b"45"
        assert await reader.read(9) == b""
        writer.write(b"abc")
        await writer.drain()
        writer.write_eof()
        assert writer.get_extra_info("peername") == 1
        assert not writer.is_closing()
        writer.close()
        await writer.wait_closed()
        assert writer.is_closing()
        assert inner.eof
        return tally, inner.data

    tally, data = asyncio.run(use())
    assert (tally.sent, tally.received, data) == (5, 3, b"abc")


def test_bytes_are_kept_until_a_message_was_read(monkeypatch):
    monkeypatch.setattr("harness.capture.tally.BODY_LIMIT", 4)
    tally = Tally()
    tally.send(b"abc")
    tally.send(b"def")
    tally.receive(b"x")
    out, back = tally.payloads

    assert (bytes(out.kept), out.length, out.digest.hexdigest()) == (
        b"abcd",
        6,
        hashlib.sha256(b"abcdef").hexdigest(),
    )
    assert (bytes(back.kept), back.length) == (b"x", 1)
    tally.payloads = None
    tally.send(b"more")
    assert (tally.sent, tally.received) == (10, 1)
