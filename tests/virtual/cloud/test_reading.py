from __future__ import annotations

import asyncio
import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.virtual.cloud import reading

WHOLE = b"POST /a?b HTTP/1.1\r\nHost: A.example:443\r\nContent-Length: 4\r\n\r\nbody"
CHUNKED = (
    b"POST /a HTTP/1.1\r\nHost: h\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"2\r\nbo\r\n2;x=1\r\ndy\r\n0\r\nTrailer: 1\r\n\r\n"
)


def read(pieces):
    async def main():
        reader = asyncio.StreamReader(limit=reading.HEAD_LIMIT)
        for piece in pieces:
            reader.feed_data(piece)
        reader.feed_eof()
        return await reading.read_request(reader)

    return asyncio.run(main())


@pytest.mark.parametrize("raw", [WHOLE, CHUNKED])
def test_a_request_reads_the_same_whole_and_byte_by_byte(raw):
    whole = read([raw])

    assert whole == read([raw[index : index + 1] for index in range(len(raw))])
    assert whole.body == b"body"


def test_the_host_is_told_without_its_port():
    assert read([WHOLE]).host == "a.example"


def test_a_connection_that_ends_between_requests_is_no_error():
    assert read([]) is None


@pytest.mark.parametrize("raw", [WHOLE, CHUNKED])
def test_every_truncation_is_malformed(raw):
    for size in range(1, len(raw)):
        with pytest.raises(reading.Malformed):
            read([raw[:size]])


@pytest.mark.parametrize(
    "tail",
    [b"zz\r\n", b"-1\r\n", b"fffffffff\r\n", b"2\r\nbodyX", b"\r\n", b"0\r\n" + b"T: 1\r\n" * 101],
)
def test_a_bad_chunk_is_malformed(tail):
    with pytest.raises(reading.Malformed):
        read([b"POST /a HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\n" + tail])


@given(st.binary(max_size=300))
def test_noise_is_a_request_or_malformed_and_nothing_else(noise):
    with contextlib.suppress(reading.Malformed):
        read([noise])
