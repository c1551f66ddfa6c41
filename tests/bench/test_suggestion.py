from __future__ import annotations

import pytest

from harness.bench.suggestion import meant


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
