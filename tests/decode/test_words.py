"""Words are told from random letters, whatever language of Latin letters they are of."""

from __future__ import annotations

import random
import string

import pytest

from harness.decode import words


@pytest.mark.parametrize(
    "text", [b"alice private diary 2026", b"die katze sitzt auf dem dach", b"page_load_event_finish"]
)
def test_words_read(text: bytes) -> None:
    assert words.reads(text)


def test_random_letters_hardly_ever_read() -> None:
    dice = random.Random(5)  # noqa: S311 (the same letters in every run)
    texts = ["".join(dice.choices(string.ascii_lowercase, k=16)).encode() for _ in range(2_000)]

    assert sum(map(words.reads, texts)) == 0


@pytest.mark.parametrize("text", [b'{"a":1}', b"https://a.test/", b"<a>b</a>", b"[1,2]", b"alpha=1&beta=2"])
def test_notations_open(text: bytes) -> None:
    assert words.opens(text)


@pytest.mark.parametrize("text", [b"{a", b"hello", b"<<", b"<BIGf9a>KA]4=2:", b"[1 of 2", b"a=1"])
def test_other_texts_do_not_open(text: bytes) -> None:
    assert not words.opens(text)
