from __future__ import annotations

import re

import pytest

from harness.model.field import FIXED, RECOMPUTED, Drawn, Field, Moment, Number, OneOf, Pattern, name_of


@pytest.mark.parametrize(
    ("grammar", "value", "bits"),
    [
        (OneOf(frozenset({b"WIFI", b"4G", b"5G", b"2G"})), b"WIFI", 2),
        (OneOf(frozenset({b"WIFI", b"4G"})), b"alice", None),
        (Number(1, 64), b"7", 6),
        (Number(1, 64), b"65", None),
        (Number(1, 64), b"07", None),
        (Number(-10, 10), b"-3", pytest.approx(4.39, abs=0.01)),
        (Number(0, 9), b"1" * 5_000, None),
        (Pattern(re.compile(rb"[a-z]{2}_[A-Z]{2}"), 12), b"de_DE", 12),
        (Pattern(re.compile(rb"[a-z]{2}_[A-Z]{2}"), 12), b"de_DEx", None),
        (Drawn(re.compile(rb"[0-9]{1,10}"), 31), b"123", 31),
        (Moment(1, 16_384), b"1588150000123", 14),
        (Moment(1000, 16_384_000), b"1588150000", 14),
        (Moment(1, 16_384), b"1588150000", None),
        (RECOMPUTED, b"anything", 0),
        (FIXED, b"anything", 0),
    ],
)
def test_a_grammar_states_the_bits_that_it_leaves_free(
    grammar: OneOf, value: bytes, bits: float | None
) -> None:
    assert grammar.free_bits(value) == bits


def test_a_field_without_a_grammar_leaves_them_unknown() -> None:
    assert Field("http:cookie", "nowhere").free_bits(b"x") is None


def test_a_choice_of_nothing_is_no_grammar() -> None:
    with pytest.raises(ValueError, match="at least one"):
        OneOf(frozenset())


def test_the_name_of_a_known_field_is_fixed() -> None:
    name = name_of(Field("sensors:properties.$os", "facts §3.1"))

    assert (name.name, name.free_bits(b"$os")) == ("sensors:{properties.$os}", 0)
