"""Both matchers give the same hits."""

from __future__ import annotations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.detect import matcher as engines
from harness.detect.matcher import AhoCorasickMatcher, HyperscanMatcher, PatientMatcher, hyperscan, matcher

pytestmark = pytest.mark.skipif(hyperscan is None, reason="hyperscan has no wheel for this platform")

LETTERS = st.sampled_from([b"a", b"B", b"A", b"b", b"\x00", b"\xff", b".", b"("])
PATTERNS = st.lists(
    st.tuples(st.lists(LETTERS, min_size=1, max_size=5).map(b"".join), st.booleans()), max_size=12
)


@given(patterns=PATTERNS, data=st.lists(LETTERS, max_size=60).map(b"".join))
@settings(max_examples=200, deadline=None)
def test_hyperscan_and_ahocorasick_agree(patterns: list[tuple[bytes, bool]], data: bytes) -> None:
    unique = list(dict.fromkeys((p.lower() if folded else p, folded) for p, folded in patterns))
    given_patterns, caseless = [p for p, _ in unique], [c for _, c in unique]

    assert HyperscanMatcher(given_patterns, caseless).scan(data) == AhoCorasickMatcher(
        given_patterns, caseless
    ).scan(data)


def test_overlapping_matches_are_all_found() -> None:
    for kind in (HyperscanMatcher, AhoCorasickMatcher):
        assert kind([b"aa", b"aaa"], [False, True]).scan(b"aAaa") == [(3, 1), (4, 0), (4, 1)]


def test_the_other_library_takes_over_once_enough_was_read(monkeypatch) -> None:
    monkeypatch.setattr(engines, "_PAID_BACK", 5)
    patient = PatientMatcher([b"aa", b"aaa"], [False, True])
    wanted = [(3, 1), (4, 0), (4, 1)]

    assert patient.scan(b"aAaa") == wanted
    assert isinstance(patient._engine, AhoCorasickMatcher)
    assert patient.scan(b"______aAaa") == [(end + 6, number) for end, number in wanted]
    assert isinstance(patient._engine, HyperscanMatcher)
    assert patient.scan(b"aAaa") == wanted


def test_few_patterns_are_compiled_at_once_and_many_when_it_pays() -> None:
    few = [b"%05d" % n for n in range(10)]
    many = [b"%05d" % n for n in range(engines._MANY + 1)]

    assert isinstance(matcher(few, [False] * len(few)), HyperscanMatcher)
    assert isinstance(matcher(many, [False] * len(many)), PatientMatcher)
