"""Lists that are more than what their numbers stand for."""

from __future__ import annotations

import re

import pytest

from harness.decode.separated import says_all

_NUMBER = re.compile(rb"\d{1,3}")


@pytest.mark.parametrize("data", [b"1,2,3", b"[1, 2, 3]", b"1 2\n3 4\n", b"{1,2,\n3,4}"])
def test_a_printed_list_is_said_by_its_numbers(data: bytes) -> None:
    assert says_all(data, _NUMBER)


@pytest.mark.parametrize("data", [b"1,2 3;4:5|6", b"1,a,3", b"1,2 x 3"])
def test_other_signs_and_letters_are_more(data: bytes) -> None:
    assert not says_all(data, _NUMBER)


def test_groups_of_the_spelling_are_no_separators() -> None:
    assert says_all(b"0x41, 0x42, 0x43", re.compile(rb"(?:0x)?([0-9a-f]{2})"))
