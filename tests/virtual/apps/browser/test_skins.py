from __future__ import annotations

import pytest

from harness.virtual.apps.browser.skins import SKINS, search_address


@pytest.mark.parametrize(
    ("index", "version", "expected"),
    [
        (0, "12.1.3-g", False),
        (0, "12.1.4-g", True),
        (0, "12.10.0", True),
        (1, "3.4.2", False),
        (1, "3.4.3", True),
    ],
)
def test_the_switch_comes_with_the_named_versions(index, version, expected):
    assert SKINS[index].has_switch(version) is expected


def test_the_two_switches_have_opposite_polarity_and_say_so():
    mi, mint = SKINS

    assert (mi.on_collects, mint.on_collects) == (False, True)
    assert "not collected" in mi.switch_summary
    assert "not" not in mint.switch_summary


@pytest.mark.parametrize("engine", ["Google", "DuckDuckGo", "Bing"])
def test_an_engine_is_asked_for_the_term(engine):
    assert search_address(engine, "a b&c").endswith("q=a+b%26c")


def test_an_unknown_engine_is_the_default_one():
    assert search_address("Nowhere", "a").startswith("https://www.google.com/")
