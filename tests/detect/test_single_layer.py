"""A layer of the fast path has one thing inside, or it is left to the tree."""

from __future__ import annotations

import base64
import gzip
from pathlib import Path

import pytest

from harness.decode import BUILT_IN, DEFAULT, VendorFormats
from harness.detect.single_layer import form_label, of_base64, of_form, of_gzip
from tests.messages import sent

SAMPLES = Path(__file__).parents[1] / "samples"
LETTERS = base64.b64encode(b"a text that is long enough")


def test_the_one_field_of_a_form_is_taken_and_the_others_stand_around() -> None:
    around: list[bytes] = []

    assert of_form(b"a=1&b=" + LETTERS, around, DEFAULT, BUILT_IN, labelled=False) == ("form:b", LETTERS)
    assert around == [b"1"]


@pytest.mark.parametrize("form", [b"a=%7B%7D&b=%7B%7D", b"a=1", b"no form", b"p=x&sid=y&fc=0&q=" + LETTERS])
def test_a_form_with_more_or_less_in_it_is_left_to_the_tree(form: bytes) -> None:
    assert of_form(form, [], DEFAULT, BUILT_IN, labelled=False) is None


@pytest.mark.parametrize(
    ("value", "label"),
    [(b"application/x-www-form-urlencoded; charset=utf-8", True), (b"text/plain", False), (b"br", None)],
)
def test_a_label_says_form_or_something_else(value: bytes, *, label: bool | None) -> None:
    assert form_label(sent(b"", headers=((b"Content-Type", value),))) is label


def test_a_whole_stream_and_nothing_behind_it() -> None:
    stream = gzip.compress(b"text")

    assert of_gzip(stream) == b"text"
    assert of_gzip(stream + b"tail") is None
    assert of_gzip(stream[:-1]) is None
    assert of_gzip(b"text") is None


def test_letters_of_base64_and_of_nothing_else() -> None:
    assert of_base64(LETTERS, DEFAULT, BUILT_IN) == b"a text that is long enough"
    for letters in (b"short", b"ABCDEFGHIJKLMNOPQRST", b"9774d56d682e549c", b"with a sign, and more than 16"):
        assert of_base64(letters, DEFAULT, BUILT_IN) is None


def test_letters_that_a_vendor_alone_can_read_are_left_to_the_tree() -> None:
    letters = (SAMPLES / "miota" / "answer.bin").read_bytes().replace(b"\n", b"")

    assert of_base64(letters, DEFAULT, BUILT_IN) is None
    assert of_base64(letters, DEFAULT, VendorFormats(())) == base64.b64decode(letters)
