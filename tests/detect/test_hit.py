"""A form in a text: alone or not, whole or cut short, how likely by chance."""

from __future__ import annotations

import hashlib

import pytest

from harness.detect.forms import Form
from harness.detect.hit import Hit, chance, digest_form, keep, stands_alone


@pytest.mark.parametrize(
    ("text", "alone"),
    [(b"x 1234 y", True), (b"x=1234&", True), (b"a1234", False), (b"12345", False), (b"_1234_", True)],
)
def test_a_token_stands_alone(text: bytes, alone: bool) -> None:  # noqa: FBT001 (a column of the table)
    start = text.index(b"1234")

    assert stands_alone(text, start, start + 4, "plain") is alone


def test_in_utf_16_the_neighbour_is_two_bytes_away() -> None:
    text = "x1234".encode("utf-16-le")

    assert not stands_alone(text, 2, 10, "utf-16")
    assert stands_alone("=1234".encode("utf-16-le"), 2, 10, "utf-16")


def test_a_digest_is_whole_or_cut_short() -> None:
    hashed = hashlib.sha256(b"x").digest()
    form = Form("sha256", 9, hashed[:8], caseless=False, token=False, letters=256, own=8, digest=hashed)

    assert digest_form(hashed + b"..", 0, form) == ("sha256", 32)
    assert digest_form(hashed[:12] + b"..", 0, form) == ("sha256/truncated", 12)


def test_the_more_readable_hit_is_kept() -> None:
    best: dict[tuple[int, int], Hit] = {}
    for rank, form in ((9, "md5"), (0, "plain"), (6, "base64")):
        keep(best, Hit(0, 0, rank, form, 0.0))

    assert [hit.form for hit in best.values()] == ["plain"]


def test_chance_grows_with_the_place_and_shrinks_with_the_value() -> None:
    assert chance(100, 8, 16) > chance(10, 8, 16) > chance(10, 16, 16)
