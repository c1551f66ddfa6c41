from __future__ import annotations

import pytest

from harness.ledger.suggestion import meant, unknown, unknown_words


@pytest.mark.parametrize(
    ("found", "hint"),
    [
        ("serach", " (did you mean 'search'?)"),
        ("SEARCH", " (did you mean 'search'?)"),
        ("fly", " (known: visit, search)"),
        ("", " (known: visit, search)"),
    ],
)
def test_a_near_name_is_suggested_and_otherwise_the_known_ones_are_listed(found, hint):
    assert unknown("an act", found, ["visit", "search", "visit"]) == f"wanted an act, found {found!r}{hint}"


def test_a_long_list_would_hide_the_message():
    assert unknown("a claim", "x", (f"claim-{number}" for number in range(21))) == "wanted a claim, found 'x'"
    assert unknown("a claim", "x", []) == "wanted a claim, found 'x'"


def test_the_beginning_of_a_sentence_is_compared_with_known_words():
    known = ["pages are visited", "terms are searched"]
    text = unknown_words("an act", "pages are vsited in normal mode", known)
    assert (
        text == "wanted an act, found 'pages are vsited in normal mode' (did you mean 'pages are visited'?)"
    )
    assert unknown_words("an act", "", known) == "wanted an act, found ''"


@pytest.mark.parametrize(
    ("word", "said"),
    [
        ("INC-2", " Did you mean 'INC-02'?"),
        ("inc-02", " Did you mean 'INC-02'?"),
        ("incognitoo", " Did you mean 'incognito'?"),
        ("zebra", ""),
        ("", ""),
    ],
)
def test_the_nearest_known_name_is_offered_or_none(word: str, said: str) -> None:
    assert meant(word, ("INC-02", "incognito", "ANON-01")) == said


def test_nothing_is_near_where_nothing_is_known() -> None:
    assert meant("INC-02", ()) == ""
