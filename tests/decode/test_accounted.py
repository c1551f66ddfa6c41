"""The books of decoding: they add up, or they do not exist."""

from __future__ import annotations

import pytest

from harness.decode.accounted import Accounted, Coverage


@pytest.mark.parametrize("booked", [(5, 3, 1, 0), (5, 3, 3, 0), (5, 6, -1, 0), (-1, -1, 0, 0)])
def test_books_that_do_not_add_up_cannot_be_made(booked: tuple[int, int, int, int]) -> None:
    with pytest.raises(ValueError, match="account"):
        Accounted(*booked)


def test_marks_become_books_and_what_nobody_read_is_named() -> None:
    books = Coverage(10)
    books.content(0, 3)
    books.structure(5, 6)
    books.gap(8, 99)

    assert books.unread() == [(3, 5), (6, 8)]
    with pytest.raises(ValueError, match="book what was read"):
        books.account()

    books.content(3, 8)
    assert books.unread() == []
    assert books.account() == Accounted(10, 8, 0, 2)


def test_nothing_is_marked_by_a_stretch_without_bytes() -> None:
    books = Coverage(2)
    books.content(1, 1)
    books.content(2, 1)

    assert books.unread() == [(0, 2)]
