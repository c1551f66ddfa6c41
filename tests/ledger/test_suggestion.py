from __future__ import annotations

import pytest

from harness.ledger.suggestion import unknown, unknown_words


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
