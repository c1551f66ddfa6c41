"""The usual ways to write one value."""

from __future__ import annotations

from harness.detect.spelling import separator_variants, spellings, without_separators


def test_a_mac_address_is_written_in_many_ways() -> None:
    variants = separator_variants("AA:BB:0C")

    assert {"AABB0C", "AA-BB-0C", "AA BB 0C", "AA.BB.0C"} <= set(variants)
    assert "AA:BB:0C" not in variants
    assert without_separators("AA:BB:0C") == "AABB0C"


def test_each_spelling_comes_once() -> None:
    assert spellings("abc") == (("", "abc"), ("/upper", "ABC"))
    assert [s for _, s in spellings("aB-c")] == ["aB-c", "ab-c", "AB-C", "aBc", "abc", "ABC"]


def test_a_value_without_separators_has_no_variants() -> None:
    assert separator_variants("9774d56d682e549c") == ()
