"""One direction of a connection: in order, with its holes, whatever came when."""

# ruff: noqa: E501 (one row is one case)

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.capture.importers import tcp_stream
from harness.capture.importers.tcp_stream import Fate, Hole, Piece, Stream, distance
from harness.capture.importers.transport import FIN, RST, SYN, Segment
from harness.model.message import GapReason


def segment(number: int, payload: bytes = b"", flags: int = 0, missing: int = 0) -> Segment:
    return Segment(1, 0, ("a", 1), ("b", 2), payload, missing, number & 0xFFFFFFFF, None, flags, 20)


def told(stream: Stream, *segments: Segment, end: bool = True) -> list[tuple[object, object]]:
    events = [event for one in segments for event in stream.take(one)]
    if end:
        events += stream.flush()
    return [(e.fate, e.data) if isinstance(e, Piece) else (e.reason, e.size) for e in events]


OPENING = segment(99, flags=SYN)
LOST, CUT = GapReason.SEGMENT_LOST, GapReason.TRUNCATED


def test_distances_wrap() -> None:
    assert (distance(5, 0xFFFFFFFF), distance(0xFFFFFFFF, 5), distance(7, 7)) == (6, -6, 0)


@pytest.mark.parametrize(
    ("segments", "events"),
    [
        ([OPENING, segment(100, b"ab"), segment(102, b"cd")], [(Fate.NEXT, b"ab"), (Fate.NEXT, b"cd")]),
        ([OPENING, segment(102, b"cd"), segment(100, b"ab")], [(Fate.NEXT, b"ab"), (Fate.NEXT, b"cd")]),
        ([OPENING, segment(100, b"ab"), segment(100, b"abc")], [(Fate.NEXT, b"ab"), (Fate.REPEATED, b"ab"), (Fate.NEXT, b"c")]),
        ([OPENING, segment(102, b"cd"), segment(102, b"cdef"), segment(100, b"ab")], [(Fate.NEXT, b"ab"), (Fate.NEXT, b"cd"), (Fate.REPEATED, b"cd"), (Fate.NEXT, b"ef")]),
        ([OPENING, segment(100, b"ab"), segment(100, b"xyz")], [(Fate.NEXT, b"ab"), (Fate.CONTRADICTING, b"xy"), (Fate.NEXT, b"z")]),
        ([OPENING, segment(103, b"d")], [(LOST, 3), (Fate.NEXT, b"d")]),
        ([OPENING, segment(100, b"ab"), segment(90, b"0123456789ab")], [(Fate.NEXT, b"ab"), (Fate.APART, b"0123456789"), (Fate.REPEATED, b"ab")]),
        ([OPENING, segment(100, b"ab", missing=2), segment(104, b"e")], [(Fate.NEXT, b"ab"), (CUT, 2), (Fate.NEXT, b"e")]),
        ([OPENING, segment(100, b"ab"), segment(107, b"", FIN)], [(Fate.NEXT, b"ab"), (LOST, 5)]),
        ([OPENING, segment(100, b"ab"), segment(104)], [(Fate.NEXT, b"ab"), (LOST, 2)]),
        ([OPENING, segment(100, b"why", RST)], [(Fate.APART, b"why")]),
        ([segment(98, b"tfo", SYN)], [(Fate.NEXT, b"tfo")]),
        ([segment(0xFFFFFFFF, b"ab"), segment(1, b"cd")], [(Fate.NEXT, b"ab"), (Fate.NEXT, b"cd")]),
        ([OPENING, segment(100, b"ab"), segment(101, b"\0")], [(Fate.NEXT, b"ab"), (Fate.REPEATED, b"\0")]),
    ],
)  # fmt: skip
def test_every_byte_is_told_once(segments: list[Segment], events: list[tuple[object, object]]) -> None:
    assert told(Stream(), *segments) == events


def test_an_acknowledgement_tells_what_is_missing_but_not_the_end_itself() -> None:
    stream = Stream()
    told(stream, OPENING, segment(100, b"ab", FIN), end=False)
    stream.acknowledge(103)

    assert (stream.ended, stream.waiting, list(stream.flush())) == (True, False, [])


def test_what_was_acknowledged_and_never_came_is_a_hole() -> None:
    stream = Stream()
    stream.acknowledge(100)
    stream.acknowledge(130)

    assert list(stream.flush()) == [Hole(30, LOST)]


def test_an_impossible_acknowledgement_tells_nothing() -> None:
    stream = Stream()
    told(stream, OPENING, segment(100, b"ab"), end=False)
    stream.acknowledge(100 + (1 << 31))

    assert list(stream.flush()) == []


def test_a_hole_is_given_up_when_too_much_waits(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tcp_stream, "_MOST_EARLY", 10)

    assert told(Stream(), OPENING, segment(110, b"12345"), segment(115, b"67890!"), end=False) == [
        (LOST, 10),
        (Fate.NEXT, b"12345"),
        (Fate.NEXT, b"67890!"),
    ]


def test_bytes_behind_a_hole_that_was_given_up_stand_alone(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(tcp_stream, "_MOST_EARLY", 4)

    assert told(Stream(), OPENING, segment(110, b"12345"), segment(100, b"0123456789"), end=False) == [
        (LOST, 10),
        (Fate.NEXT, b"12345"),
        (Fate.APART, b"0123456789"),
    ]


def test_an_opening_belongs_to_what_came_before_it_or_to_a_new_connection() -> None:
    stream = Stream()
    assert stream.opens_as(100)
    told(stream, segment(100, b"ab"), end=False)
    assert stream.opens_as(100)
    assert stream.opens_as(90)
    assert not stream.opens_as(150)
    told(stream, OPENING, end=False)
    assert stream.opens_as(100)
    assert not stream.opens_as(90)


@given(st.binary(min_size=1, max_size=60), st.data())
def test_any_pieces_in_any_order_give_the_stream_or_its_holes(content: bytes, data: st.DataObject) -> None:
    base = data.draw(st.sampled_from([100, 0xFFFFFFF0]))
    cuts = st.tuples(st.integers(0, len(content)), st.integers(0, len(content))).map(sorted)
    spans = data.draw(st.lists(cuts, max_size=12))
    segments = [segment(base - 1, flags=SYN)] + [segment(base + a, content[a:b]) for a, b in spans]
    stream, found, entered = Stream(), bytearray(), 0
    events = [event for one in data.draw(st.permutations(segments)) for event in stream.take(one)]
    events += stream.flush()
    other = 0
    for event in events:
        if isinstance(event, Hole):
            found += bytes(event.size)
        elif event.fate is Fate.NEXT:
            assert content[len(found) : len(found) + len(event.data)] == event.data
            found += event.data
        else:
            assert event.fate in (Fate.REPEATED, Fate.APART)
            other += len(event.data)
        entered += 0 if isinstance(event, Hole) else len(event.data)
    assert entered == sum(b - a for a, b in spans)
    covered = {n for a, b in spans for n in range(a, b)}
    assert len(found) == max((b for _, b in spans), default=0)
    assert sum(event.size for event in events if isinstance(event, Hole)) == len(
        set(range(len(found))) - covered
    )
