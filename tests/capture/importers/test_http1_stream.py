"""Both directions of a connection as messages, in whatever pieces they come, each read on its own."""

from __future__ import annotations

import pytest

from harness.capture.importers.http1_stream import Conversation, Direct
from harness.model.account import Account
from harness.model.message import Direction, Message, Transport

OUT, IN = Direction.OUT, Direction.IN


class Talk:
    def __init__(self) -> None:
        self.account = Account()
        self.both = Conversation(7, ("1.2.3.4", 80))
        self.readers = {d: Direct(self.both, d, self.account) for d in Direction}

    def say(
        self, direction: Direction, data: bytes, size: int = 1000, *, ended: bool = False
    ) -> list[Message]:
        reader, found = self.readers[direction], list[Message]()
        for at in range(0, len(data), size):
            piece = data[at : at + size]
            self.account.enter(len(piece))
            reader.add(piece, at)
            found += reader.read(ended=False)
        return found + list(reader.read(ended=ended))

    def lose(self, direction: Direction, size: int) -> list[Message]:
        return list(self.readers[direction].lose(size))


TWO = b"POST /a HTTP/1.1\r\nHost: h.test:80\r\nContent-Length: 3\r\n\r\nabc\r\nGET /b HTTP/1.1\r\n\r\n"
CHUNKED = (
    b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4;x=y\r\nhell\r\n1\r\no\r\n0\r\n\r\n"
    b"HTTP/1.1 204 No Content\r\n\r\n"
)


@pytest.mark.parametrize("size", [1, 2, 7, 1000])
def test_requests_are_the_same_in_any_pieces(size: int) -> None:
    talk = Talk()
    first, second = talk.say(OUT, TWO, size)

    assert (first.method, first.target, first.host, first.body, first.exchange) == (
        "POST",
        b"/a",
        "h.test",
        b"abc",
        "7.0",
    )
    assert (second.method, second.target, second.host, second.exchange) == ("GET", b"/b", "1.2.3.4", "7.1")
    assert (talk.account.lost, first.time_us) == (0, 0)
    assert size > 7 or second.time_us > 0


@pytest.mark.parametrize("size", [1, 5, 1000])
def test_answers_are_the_same_in_any_pieces(size: int) -> None:
    talk = Talk()
    first, second = talk.say(IN, CHUNKED, size)

    assert (first.status, first.body, second.status, second.body) == (200, b"hello", 204, b"")
    assert talk.account.lost == 0


def test_answers_belong_to_requests_in_their_order_and_informational_ones_to_the_same() -> None:
    talk = Talk()
    talk.say(OUT, TWO)

    found = talk.say(IN, b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 103 Early Hints\r\n\r\n" + CHUNKED)

    assert [(m.exchange, m.host, m.status) for m in found] == [
        ("7.0", "h.test", 100),
        ("7.0", "h.test", 103),
        ("7.0", "h.test", 200),
        ("7.1", "1.2.3.4", 204),
    ]


def test_an_answer_that_nobody_asked_for_is_named_so() -> None:
    talk = Talk()

    assert [m.exchange for m in talk.say(IN, CHUNKED)] == ["7.unasked-0", "7.unasked-1"]


def test_an_answer_to_head_has_no_content() -> None:
    talk = Talk()
    talk.say(OUT, b"HEAD / HTTP/1.1\r\n\r\nGET / HTTP/1.1\r\n\r\n")

    found = talk.say(IN, b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\n" + CHUNKED)

    assert [m.body for m in found] == [b"", b"hello", b""]


def test_an_odd_answer_leaves_the_requests_readable() -> None:
    talk = Talk()
    first = talk.say(OUT, TWO)
    odd = talk.say(IN, b"\x00\x01 no http at all\r\n")
    again = talk.say(OUT, TWO)
    answers = talk.say(IN, CHUNKED)

    assert [m.target for m in first + again] == [b"/a", b"/b", b"/a", b"/b"]
    assert odd == []
    assert [(m.transport, m.body) for m in answers][:2] == [
        (Transport.TCP, b"\x00\x01 no http at all\r\n"),
        (Transport.HTTP, b"hello"),
    ]


def test_an_odd_request_leaves_the_next_readable() -> None:
    found = Talk().say(OUT, b"PROXY TCP4 1.1.1.1\r\n" + TWO)

    assert [m.target for m in found] == [b"", b"/a", b"/b"]


def test_behind_a_switch_of_protocols_everything_is_handed_on_as_it_is() -> None:
    talk = Talk()
    talk.say(OUT, b"GET /ws HTTP/1.1\r\nUpgrade: websocket\r\n\r\n")
    switch = talk.say(
        IN, b"HTTP/1.1 101 Switching Protocols\r\n\r\n\x81\x05HTTP/1.1 200 OK\r\n\r\n", ended=True
    )
    sent = talk.say(OUT, b"\x81\x85\1\2\3\4GET / HTTP/1.1\r\n\r\n", ended=True)

    assert [m.transport for m in switch + sent] == [Transport.HTTP, Transport.TCP, Transport.TCP]
    assert sent[0].body == b"\x81\x85\1\2\3\4GET / HTTP/1.1\r\n\r\n"
    assert talk.account.lost == 0


def test_inside_a_tunnel_http_is_read() -> None:
    talk = Talk()
    talk.say(OUT, b"CONNECT h:443 HTTP/1.1\r\n\r\n")
    talk.say(IN, b"HTTP/1.1 200 Connection established\r\n\r\n")

    assert [m.target for m in talk.say(OUT, TWO)] == [b"/a", b"/b"]
    assert [m.status for m in talk.say(IN, CHUNKED)] == [200, 204]


def test_content_cut_by_a_hole_is_truncated_and_its_rest_stands_alone() -> None:
    talk = Talk()
    talk.say(OUT, b"PUT /a HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc")

    (cut,) = talk.lose(OUT, 4)
    rest, second = talk.say(OUT, b"hiGET /b HTTP/1.1\r\n\r\n")

    assert (cut.body, cut.truncated, rest.body, rest.truncated, second.target) == (
        b"abc",
        True,
        b"hi",
        True,
        b"/b",
    )
    assert talk.account.lost == 0


def test_a_hole_beyond_the_content_is_passed_to_the_next_start() -> None:
    talk = Talk()
    talk.say(OUT, b"PUT /a HTTP/1.1\r\nContent-Length: 9\r\n\r\nabc")
    talk.lose(OUT, 30)

    found = talk.say(OUT, b"t: h\r\n\r\nGET /b HTTP/1.1\r\n\r\n")

    assert [(m.transport, m.body, m.target) for m in found] == [
        (Transport.TCP, b"t: h\r\n\r\n", b""),
        (Transport.HTTP, b"", b"/b"),
    ]


def test_content_beyond_all_bounds_is_handed_on_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harness.capture.importers.http1_stream._MOST_CONTENT", 100)
    monkeypatch.setattr("harness.capture.importers.http1_stream._MOST_OPAQUE", 50)
    talk, body = Talk(), bytes(range(200)) * 2

    found = talk.say(OUT, b"PUT /a HTTP/1.1\r\nContent-Length: 400\r\n\r\n" + body + TWO, 30)

    assert b"".join(m.body for m in found[:-2]) == body
    assert (found[0].truncated, found[-1].target, talk.account.lost) == (True, b"/b", 0)


def test_bytes_apart_belong_to_the_connection() -> None:
    talk = Talk()
    talk.account.enter(3)

    message = talk.readers[OUT].apart(b"abc", 5)

    assert (message.body, message.connection, message.truncated, talk.account.lost) == (b"abc", "7", True, 0)


def test_a_host_of_ipv6_is_named_without_its_port() -> None:
    (message,) = Talk().say(OUT, b"GET / HTTP/1.1\r\nHost: [2001:db8::1]:80\r\n\r\n")

    assert message.host == "2001:db8::1"


def test_a_long_answer_in_many_chunks_is_read_in_time_of_its_length() -> None:
    talk = Talk()
    chunks = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n" + b"10\r\n0123456789abcdef\r\n" * 20_000

    found = talk.say(IN, chunks + b"0\r\n\r\n", 1400, ended=True)

    assert [len(m.body) for m in found] == [320_000]
