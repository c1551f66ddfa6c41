"""Pieces that stand beside each other are read together."""

from __future__ import annotations

import pytest

from harness.decode import joined
from tests.decode.encoded import WORDS

TEXT = WORDS
CUT = [TEXT[at : at + 3] for at in range(0, len(TEXT), 3)]


def texts(pieces: list[tuple[str, bytes]]) -> list[bytes]:
    return [text for _, text in joined.candidates(pieces)]


def test_neighbours_in_their_order_are_one_text() -> None:
    assert TEXT in texts([(f"[{n}]", piece) for n, piece in enumerate(CUT)])


def test_numbers_in_their_steps_give_the_order() -> None:
    pieces = [(f"p{n}", piece) for n, piece in enumerate(CUT * 2)]

    assert TEXT * 2 in texts(sorted(pieces))


def test_one_field_of_several_items_is_a_column() -> None:
    pieces = [one for n, piece in enumerate(CUT) for one in ((f"[{n}].n", b"%d" % n), (f"[{n}].t", piece))]

    assert TEXT in texts(pieces)


def test_numbers_stand_for_letters() -> None:
    assert TEXT in texts([(f"[{n}]", b"%d" % c) for n, c in enumerate(TEXT)])


@pytest.mark.parametrize("pieces", [[], [("a", TEXT)], [("a", b"x"), ("b", b"y")]])
def test_too_few_give_nothing(pieces: list[tuple[str, bytes]]) -> None:
    assert joined.candidates(pieces) == []


def test_the_work_is_bounded() -> None:
    found = joined.candidates([(f"[{n}]", b"x" * 100) for n in range(10_000)])

    assert all(len(text) <= joined.LONGEST for _, text in found)


def test_fields_whose_names_are_in_another_order_are_joined_as_they_stand() -> None:
    assert dict(joined.candidates([("z", TEXT[:9]), ("a", TEXT[9:])]))["joined"] == TEXT
