from __future__ import annotations

import asyncio
import contextlib
import gzip
import hashlib
import zlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.virtual.net import messages
from harness.virtual.net.addresses import parse
from harness.virtual.net.errors import BadAnswer


class Pieces:
    def __init__(self, *pieces):
        self.pieces = list(pieces)

    async def send(self, data):
        raise NotImplementedError

    async def receive(self):
        return self.pieces.pop(0) if self.pieces else b""

    def close(self):
        self.pieces.clear()


def read(*pieces, method="GET"):
    return asyncio.run(messages.AnswerReader(Pieces(*pieces)).read(method))


ANSWERS = [
    (b"HTTP/1.1 200 OK\r\nContent-Length: 4\r\n\r\nbody", b"body", True),
    (b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n2\r\nbo\r\n2\r\ndy\r\n0\r\n\r\n", b"body", True),
    (b"HTTP/1.1 200 OK\r\n\r\nbody", b"body", False),
    (
        b"HTTP/1.1 100 Continue\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n",
        b"",
        False,
    ),
    (b"HTTP/1.0 200 OK\r\nContent-Length: 1\r\n\r\nb", b"b", False),
]


@pytest.mark.parametrize(("raw", "body", "reusable"), ANSWERS)
def test_an_answer_reads_the_same_whole_and_byte_by_byte(raw, body, reusable):
    whole = read(raw)

    assert (whole.status, whole.body, whole.reusable) == (200, body, reusable)
    assert read(*(raw[index : index + 1] for index in range(len(raw)))) == whole


@pytest.mark.parametrize("coding", ["gzip", "deflate"])
def test_a_content_coding_is_undone(coding):
    body = gzip.compress(b"body") if coding == "gzip" else zlib.compress(b"body")

    raw = b"HTTP/1.1 200 OK\r\nContent-Encoding: %s\r\nContent-Length: %d\r\n\r\n" % (
        coding.encode(),
        len(body),
    )

    assert read(raw + body).body == b"body"


def test_a_bomb_is_a_bad_answer():
    with pytest.raises(BadAnswer):
        messages.undo("gzip", gzip.compress(bytes(messages.BODY_LIMIT + 1)))


@pytest.mark.parametrize(
    "raw",
    [
        b"",
        b"nonsense\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 9999999999\r\n\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Length: 5\r\n\r\nbody",
        b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\nzz\r\n",
        b"HTTP/1.1 200 OK\r\nContent-Encoding: gzip\r\nContent-Length: 1\r\n\r\nx",
        b"HTTP/1.1 200 OK\r\nA: " + b"x" * 70000,
    ],
)
def test_what_is_cut_off_or_malformed_is_a_bad_answer(raw):
    with pytest.raises(BadAnswer):
        read(raw)


@given(st.binary())
def test_noise_is_an_answer_or_a_bad_one(noise):
    with contextlib.suppress(BadAnswer):
        read(noise)


def test_a_request_to_a_proxy_names_the_whole_address():
    request = messages.Request("POST", parse("http://a.test/x?y"), (("A", "b"),), b"body")

    assert request.encode(absolute=True) == (
        b"POST http://a.test/x?y HTTP/1.1\r\nHost: a.test\r\nContent-Length: 4\r\n"
        b"Connection: keep-alive\r\nA: b\r\n\r\nbody"
    )
    assert request.encode(absolute=False).startswith(b"POST /x?y HTTP/1.1\r\n")
    assert request.digest == hashlib.sha256(b"POST /x?y\na.test\nbody").hexdigest()
