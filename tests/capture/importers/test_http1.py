"""HTTP/1 at the front of a byte stream: odd forms each with its own bytes, and the rest as h11 reads it."""

# ruff: noqa: E501, FBT001 (one row is one case)

from __future__ import annotations

import h11
import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.capture.importers.http1 import next_start, parse
from harness.capture.importers.http1_message import Parsed, Wait
from harness.model.message import Direction

OUT, IN = Direction.OUT, Direction.IN


def parsed(data: bytes, direction: Direction = OUT, asked: str = "", *, ended: bool = False) -> Parsed:
    found = parse(bytearray(data), direction, asked, ended=ended)
    assert isinstance(found, Parsed)
    return found


REQUESTS = [
    ("plain", b"GET /a HTTP/1.1\r\nHost: h\r\n\r\n", b"/a", ((b"Host", b"h"),), b""),
    ("bare line feeds", b"GET /a HTTP/1.1\nHost: h\n\n", b"/a", ((b"Host", b"h"),), b""),
    ("mixed line ends", b"GET /a HTTP/1.0\r\nHost: h\n\r\n", b"/a", ((b"Host", b"h"),), b""),
    ("spaces in the target", b"GET /a b  c?d=e f HTTP/1.1\r\n\r\n", b"/a b  c?d=e f", (), b""),
    ("a folded line", b"GET / HTTP/1.1\r\nX: a\r\n  b\r\n\tc\r\n\r\n", b"/", ((b"X", b"a b c"),), b""),
    ("a line without a colon", b"GET / HTTP/1.1\r\nodd line\r\n\r\n", b"/", ((b"odd line", b""),), b""),
    ("a blank before the colon", b"GET / HTTP/1.1\r\nX : y\r\n\r\n", b"/", ((b"X", b"y"),), b""),
    ("no blank behind the colon", b"GET / HTTP/1.1\r\nX:y\r\n\r\n", b"/", ((b"X", b"y"),), b""),
    ("bytes beyond ASCII", b"GET /\xff HTTP/1.1\r\nX: \xfe\0\r\n\r\n", b"/\xff", ((b"X", b"\xfe\0"),), b""),
    ("an absolute target", b"GET http://h/a HTTP/1.1\r\n\r\n", b"http://h/a", (), b""),
    ("a method of its own", b"M-SEARCH * HTTP/1.1\r\n\r\n", b"*", (), b""),
    ("a lower-case method", b"post / HTTP/1.1\r\n\r\n", b"/", (), b""),
    ("another version", b"GET / HTTP/1.7\r\n\r\n", b"/", ((b":version", b"HTTP/1.7"),), b""),
    ("lengths that agree", b"PUT / HTTP/1.1\r\nContent-Length: 2, 2\r\n\r\nhi", b"/", ((b"Content-Length", b"2, 2"),), b"hi"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "target", "headers", "body"), [row[1:] for row in REQUESTS], ids=[row[0] for row in REQUESTS]
)
def test_a_request_is_read(
    data: bytes, target: bytes, headers: tuple[tuple[bytes, bytes], ...], body: bytes
) -> None:
    found = parsed(data + b"GET /next")

    assert (found.target, found.headers, found.body) == (target, headers, body)
    assert (found.size, found.framing, found.whole) == (len(data), 0, True)


CHUNKED = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
LENGTH = b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n"
ANSWERS = [
    ("length", LENGTH + b"hello", "GET", b"hello", ()),
    ("to a HEAD", LENGTH, "HEAD", b"", ()),
    ("to something unknown before another", LENGTH, "", b"", ()),
    ("not modified", b"HTTP/1.1 304 Not Modified\r\nContent-Length: 5\r\n\r\n", "GET", b"", ()),
    ("informational", b"HTTP/1.1 103 Early Hints\r\nLink: x\r\n\r\n", "GET", b"", ()),
    ("a tunnel", b"HTTP/1.1 200 Connection established\r\n\r\n", "CONNECT", b"", ((b":reason", b"Connection established"),)),
    ("chunks", CHUNKED + b"2\r\nhe\r\n03\r\nllo\r\n0\r\n\r\n", "GET", b"hello", ()),
    ("chunks with bare line feeds", CHUNKED + b"5\nhello\n0\n\n", "GET", b"hello", ()),
    ("chunk extensions", CHUNKED + b"5;id=4711\r\nhello\r\n0;x\r\n\r\n", "GET", b"hello", ((b":chunk-extension", b"id=4711"), (b":chunk-extension", b"x"))),
    ("trailers", CHUNKED + b"5\r\nhello\r\n0\r\nT: v\r\nU: w\r\n\r\n", "GET", b"hello", ((b"T", b"v"), (b"U", b"w"))),
    ("a reason of its own", b"HTTP/1.1 200 id 4711\r\nContent-Length: 0\r\n\r\n", "GET", b"", ((b":reason", b"id 4711"),)),
    ("no reason", b"HTTP/1.1 200\r\nContent-Length: 0\r\n\r\n", "GET", b"", ()),
    ("a status of its own", b"HTTP/1.1 799 \r\nContent-Length: 0\r\n\r\n", "GET", b"", ()),
    ("of a radio station", b"ICY 200 OK\r\nContent-Length: 0\r\n\r\n", "GET", b"", ((b":version", b"ICY"),)),
]  # fmt: skip


@pytest.mark.parametrize(
    ("data", "asked", "body", "more"), [row[1:] for row in ANSWERS], ids=[row[0] for row in ANSWERS]
)
def test_an_answer_is_read(
    data: bytes, asked: str, body: bytes, more: tuple[tuple[bytes, bytes], ...]
) -> None:
    found = parsed(data + b"HTTP/1.1 200 OK\r\n\r\n", IN, asked)

    plain = {b"content-length", b"transfer-encoding", b"link"}
    assert (found.body, found.size, found.whole) == (body, len(data), True)
    assert tuple(field for field in found.headers if field[0].lower() not in plain) == more


def test_an_answer_without_a_length_goes_to_the_end() -> None:
    data = b"HTTP/1.1 200 OK\r\n\r\nhello"

    assert isinstance(parse(bytearray(data), IN, "GET", ended=False), Wait)
    assert parsed(data, IN, "GET", ended=True).body == b"hello"


CUT = [
    (b"POST / HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc", OUT, b"abc", 6),
    (CHUNKED + b"5\r\nhel", IN, b"hel", None),
    (CHUNKED + b"5\r\nhello\r\n", IN, b"hello", None),
    (CHUNKED + b"5\r\nhello\r\n0\r\nT: v", IN, b"hello", None),
    (b"GET / HTTP/1.1\r\nHost: h\r\nCook", OUT, b"", None),
]


@pytest.mark.parametrize(("data", "direction", "body", "rest"), CUT)
def test_a_message_cut_off_is_read_as_far_as_it_goes(
    data: bytes, direction: Direction, body: bytes, rest: int | None
) -> None:
    assert isinstance(parse(bytearray(data), direction, "GET", ended=False), Wait)
    found = parsed(data, direction, "GET", ended=True)

    assert (found.body, found.rest, found.whole, found.size) == (body, rest, False, len(data))


def test_what_is_no_chunk_ends_the_content_early() -> None:
    found = parsed(CHUNKED + b"5\r\nhello\r\nnonsense\r\n", IN, "GET")

    assert (found.body, found.whole, found.size) == (b"hello", False, len(CHUNKED) + 10)


@pytest.mark.parametrize(
    ("data", "direction"),
    [
        (b"\x16\x03\x01", OUT),
        (b"EHLO x\r\n", OUT),
        (b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n", OUT),
        (b"220 ready\r\n", IN),
        (b"a" * 70_000, OUT),
        (b"GET /" + b"a" * 70_000, OUT),
        (b"HTTP/1.1 2xx\r\n", IN),
    ],
)
def test_another_protocol_is_none(data: bytes, direction: Direction) -> None:
    assert parse(bytearray(data), direction, "", ended=False) is None


@pytest.mark.parametrize(
    ("data", "direction"), [(b"GE", OUT), (b"GET /a b HT", OUT), (b"H", IN), (b"HTTP/1.1 20", IN)]
)
def test_the_beginning_of_a_message_is_waited_for(data: bytes, direction: Direction) -> None:
    assert isinstance(parse(bytearray(data), direction, "", ended=False), Wait)
    assert parse(bytearray(data), direction, "", ended=True) is None


def test_a_start_is_found_behind_anything() -> None:
    assert next_start(bytearray(b"\xff\xfeGET /a b HTTP/1.1\r\n"), OUT, 0) == 2
    assert next_start(bytearray(b"x\nODD / HTTP/1.0\n"), OUT, 0) == 2
    assert next_start(bytearray(b"</html>HTTP/1.1 200\r\n"), IN, 0) == 7
    assert next_start(bytearray(b"GET / HTTP/1.1\r\n"), OUT, 1) is None


tokens = st.text("abcdefghijklmnopqrstuvwxyz", min_size=1, max_size=9).map(str.encode)
values = st.text("abc=;:/ -%0123", max_size=20).map(lambda text: text.strip().encode())
fields = st.lists(st.tuples(tokens.map(lambda name: b"x-" + name), values), max_size=4)


@given(tokens, fields, st.lists(st.binary(min_size=1, max_size=40), max_size=3), st.booleans())
def test_what_h11_writes_and_reads_is_read_the_same(
    path: bytes, headers: list[tuple[bytes, bytes]], pieces: list[bytes], chunked: bool
) -> None:
    size = str(sum(map(len, pieces))).encode()
    framing = (b"transfer-encoding", b"chunked") if chunked else (b"content-length", size)
    client, server = h11.Connection(h11.CLIENT), h11.Connection(h11.SERVER)
    events = [
        h11.Request(method="POST", target=b"/" + path, headers=[(b"host", b"h"), framing, *headers]),
        *(h11.Data(data=piece) for piece in pieces),
        h11.EndOfMessage(headers=headers if chunked else []),
    ]
    written = b"".join(client.send(event) or b"" for event in events)
    server.receive_data(written)
    request = server.next_event()
    body, trailers = b"", []
    while not isinstance(event := server.next_event(), h11.EndOfMessage):
        assert isinstance(event, h11.Data)
        body += event.data
    trailers = list(event.headers)

    found = parsed(written)

    assert isinstance(request, h11.Request)
    assert (found.method.encode(), found.target, found.body) == (request.method, request.target, body)
    assert [(n.lower(), v) for n, v in found.headers] == [*request.headers, *trailers]
    assert (found.size, found.whole) == (len(written), True)


@pytest.mark.parametrize(
    ("data", "direction"),
    [
        (b"GET " + b" " * 200_000 + b"\r\n\r\n", OUT),
        (b"HTTP/1.1 200" + b" " * 200_000, IN),
        (CHUNKED + b"5" + b" " * 200_000, IN),
        (b"GET / HTTP/1.1\r\nX: y\r\n" + b" z\r\n" * 60_000 + b"\r\n", OUT),
    ],
    ids=["target", "status", "chunk", "folds"],
)
def test_long_runs_of_blanks_take_no_longer_than_they_are(data: bytes, direction: Direction) -> None:
    parse(bytearray(data), direction, "", ended=True)
    next_start(bytearray(data), direction, 1)
