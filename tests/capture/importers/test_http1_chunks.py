"""Chunks, whole and cut at every byte; tests/capture/importers/test_http1.py reads their odd forms."""

from __future__ import annotations

from harness.capture.importers.http1_chunks import Chunks
from harness.capture.importers.http1_message import Parsed, Wait

HEAD = Parsed(4, 0, "", b"", 200, ((b"A", b"b"),), b"")
DATA = b"headB;id=4711\r\nhello world\r\n1\r\n!\r\n0\r\nT: v\r\n\r\n"


def test_content_extensions_and_trailers_are_read_and_the_rest_counted_as_framing() -> None:
    found = Chunks(bytearray(DATA + b"next"), 4, HEAD, ended=False).read()

    assert isinstance(found, Parsed)
    assert (found.body, found.headers) == (
        b"hello world!",
        ((b"A", b"b"), (b":chunk-extension", b"id=4711"), (b"T", b"v")),
    )
    assert (found.size, found.framing, found.whole) == (
        len(DATA),
        len(b"B;\r\n\r\n1\r\n\r\n0\r\n"),
        True,
    )


def test_chunks_cut_anywhere_are_waited_for_and_read_as_far_as_they_go() -> None:
    for size in range(4, len(DATA)):
        cut = bytearray(DATA[:size])
        assert isinstance(Chunks(cut, 4, HEAD, ended=False).read(), Wait)
        found = Chunks(cut, 4, HEAD, ended=True).read()
        assert isinstance(found, Parsed)
        assert (found.whole, b"hello world!".startswith(found.body)) == (False, True)
        assert found.size - 4 - found.framing >= len(found.body)
