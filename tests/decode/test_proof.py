"""What chance makes is no proof; text, words and magics are."""

from __future__ import annotations

import gzip
import random
import zlib

from harness.decode import proof


def test_streams_and_texts_prove_themselves() -> None:
    for data in (gzip.compress(b"a"), zlib.compress(b"alice private diary"), b"twelve bytes", b'{"a":1}'):
        assert proof.is_certain(data)
        assert proof.reads_on(data)


def test_random_bytes_hardly_ever_do() -> None:
    dice = random.Random(3)  # noqa: S311 (the same bytes in every run)

    assert sum(proof.is_certain(dice.randbytes(16)) for _ in range(20_000)) <= 2


def test_short_texts_are_none() -> None:
    assert not proof.is_certain(b"abc")
    assert not proof.reads_on(b"abc")
    assert proof.reads_on(b"abcdef")
    assert not proof.is_certain(b"qzxjkv7")
