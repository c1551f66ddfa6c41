"""Unknown identifiers: what stays where it should change is named, with what it survived."""

from __future__ import annotations

import pytest

from harness.detect.entropy import ENOUGH, bits, is_word_like
from harness.detect.unknown import Change, Occurrence, candidates
from harness.model.message import ExchangeId

PATH = ("body", "json:device")


def seen(value: str, handset: str = "one", arm: str = "a", **state: int) -> Occurrence:
    return Occurrence(value, PATH, ExchangeId("1"), "data.test", handset, "build", arm, **state)


FIRST, SECOND = "9f3a77c2d0b14e58", "51d7e09ab3c64f20"


def test_a_value_that_survives_a_clear_and_differs_between_handsets_convicts() -> None:
    (found, *_) = candidates([seen(SECOND), seen(SECOND, clear=1), seen(FIRST, "two")])

    assert found.value == SECOND
    assert found.survived == (Change.CLEAR,)
    assert found.differs_between_handsets
    assert found.convicts


def test_a_constant_of_the_build_is_told_by_the_second_handset() -> None:
    (found,) = candidates([seen(FIRST), seen(FIRST, clear=1), seen(FIRST, "two")])

    assert not found.differs_between_handsets
    assert not found.convicts


def test_a_value_that_changes_with_every_session_is_no_candidate() -> None:
    assert candidates([seen(FIRST), seen(SECOND, session=1)]) == ()


def test_one_handset_alone_never_convicts() -> None:
    (found,) = candidates([seen(FIRST), seen(FIRST, reset=1, clear=1)])

    assert found.survived == (Change.CLEAR, Change.RESET)
    assert not found.convicts


@pytest.mark.parametrize(
    "value", ["page_load_event_finish", "Redmi Note 8", "1080", "aaaaaaaaaaaaaaaa0", "en-US,en;q=0.9"]
)
def test_words_and_small_numbers_are_no_identifiers(value: str) -> None:
    assert is_word_like(value) or bits(value) < ENOUGH


@pytest.mark.parametrize(
    "value", [FIRST, "861234567890127", "eefc9fd3-1cfb-4717-b774-eaae02f212a3", "e5MKLJp8QGi6-NUMLkUOMm"]
)
def test_identifiers_have_enough_entropy(value: str) -> None:
    assert bits(value) >= ENOUGH
    assert not is_word_like(value)
