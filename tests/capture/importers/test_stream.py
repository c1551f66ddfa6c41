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


class Generous:
    """A source that gives more than was asked for."""

    def __init__(self) -> None:
        self._pieces = [b"abc" * 100, b"de"]

    def read(self, size: int, /) -> bytes:
        return self._pieces.pop(0) if self._pieces and size else b""


def test_a_source_may_give_more_than_was_asked_for() -> None:
    stream = Stream(Generous())

    assert stream.read(2) == b"ab"
    assert io.BufferedReader(stream, 8).read() == (b"abc" * 100)[2:] + b"de"
