"""A stream can be looked into and put back."""

from __future__ import annotations

import io

from harness.capture.importers.stream import Stream
from tests.capture.importers.reading import Trickle


def test_what_was_looked_at_is_still_to_come() -> None:
    stream = Stream(Trickle(b"abcdef"))

    assert stream.look(2) == b"ab"
    assert stream.look(100) == b"abcdef"
    assert io.BufferedReader(stream).read() == b"abcdef"


def test_what_was_taken_can_be_put_back() -> None:
    stream = Stream(Trickle(b"abcdef"))
    stream.keep()

    assert stream.read(4) == b"abcd"
    stream.put_back()

    assert stream.read(3) == b"abc"
    stream.keep()
    stream.read(1)
    stream.forget()
    assert stream.look(9) == b"ef"
