"""Each node is shown to the formats, the certain ones first."""

from __future__ import annotations

import base64
import gzip
import random
import string
import zlib

import brotli
import pytest

from harness.decode import DEFAULT, Tree
from harness.model.message import GapReason, Message
from tests.messages import sent


def paths(message: Message) -> list[tuple[str, ...]]:
    tree = Tree(message, DEFAULT)
    return [tree.path(n) for n in range(len(tree.blobs))]


def test_content_decides_where_a_label_is_wrong() -> None:
    message = sent(
        gzip.compress(b'{"a":"hello"}'),
        headers=((b"Content-Type", b"text/plain"), (b"Content-Encoding", b"br")),
    )

    assert ("body", "gzip", "json:a") in paths(message)


def test_a_label_decides_where_content_does_not() -> None:
    message = sent(brotli.compress(b"a text"), headers=((b"Content-Encoding", b"br"),))

    assert ("body", "brotli") in paths(message)


def test_a_labelled_form_may_hold_what_no_form_should() -> None:
    message = sent(
        b'a={"b": "c d"}', headers=((b"Content-Type", b"application/x-www-form-urlencoded; charset=utf-8"),)
    )

    assert ("body", "form:a", "json:b") in paths(message)


LETTERS = (
    "ABCDEFGHIJKLMNOPQRSTUVWXYZ234567",
    "abcdefghijklmnopqrstuvwxyz234567",
    string.ascii_letters + string.digits + "+/",
    string.ascii_letters + string.digits + "-_",
    "0123456789abcdef",
)


def gaps(body: bytes) -> list[GapReason]:
    return [gap.reason for gap in Tree(sent(body), DEFAULT).gaps]


def test_random_letters_are_no_damaged_format() -> None:
    chance = random.Random(7)  # noqa: S311
    tokens = [
        "".join(chance.choices(LETTERS[n % 5], k=chance.randint(26, 52))).encode() for n in range(5_000)
    ]

    assert [token for token in tokens if gaps(b'{"v":"%b"}' % token)] == []


@pytest.mark.parametrize(
    "token",
    [
        "SA36N4UMCKU45YOWWV7JKDJZWCRTGY34WV26NHBV635OCZ4WZR",
        "JCEXWDYT345MNIV55F3BLXH3SIAWAAEPAQEFWWVIW3T6M",
        "GNOagVE6arFHAr9ALe99QzfJhdpof77",
        "5847db646a209ab22e6830208423",
        "48c70394209d5956aa639cbb446e",
    ],
)
def test_letters_that_decode_to_a_beginning_of_zlib_are_letters(token: str) -> None:
    assert gaps(b'{"v":"%b"}' % token.encode()) == []


def test_a_damaged_stream_behind_letters_is_a_gap_where_its_text_reads() -> None:
    whole = zlib.compress(b"seen here")
    cut, damaged = whole[:-1], whole[:-4] + bytes(4)

    for stream in (cut, damaged):
        for token in (base64.b64encode(stream), base64.b32encode(stream), stream.hex().encode()):
            assert gaps(b'{"v":"%b"}' % token), token


def test_a_damaged_stream_with_a_whole_magic_is_a_gap_whatever_it_holds() -> None:
    token = base64.b64encode(gzip.compress(b"\x01\x02\x03\x04")[:14])

    assert gaps(b'{"v":"%b"}' % token) == [GapReason.TRUNCATED]
