from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.model.condition import ANY, Condition, ConditionValue, Level, ordered

MODE = Condition(
    "mode",
    Level.ARM,
    (ConditionValue("normal", "in normal mode"), ConditionValue("private", "in private mode", 2)),
)
SUSPENDED = Condition("suspended", Level.ARM, (ConditionValue(ANY, "with {value} suspended"),))


def test_a_value_has_its_words_and_signals():
    assert MODE.words("private") == "in private mode"
    assert MODE.value("private").signals == 2
    assert SUSPENDED.words("com.example.push") == "with com.example.push suspended"


@pytest.mark.parametrize(
    ("condition", "value"),
    [
        (MODE, "dark"),
        (MODE, ANY),
        (MODE, ""),
        (SUSPENDED, "a b"),
        (SUSPENDED, "a/b"),
        (SUSPENDED, "a."),
        (SUSPENDED, "a,b"),
    ],
)
def test_a_value_that_it_does_not_have_is_refused(condition, value):
    with pytest.raises(ValueError, match=rf"wanted a value of {condition.name}, one of .*, found "):
        condition.value(value)


@pytest.mark.parametrize(
    ("build", "words"),
    [
        (lambda: ConditionValue("a b", "x"), "must be a word, found 'a b'"),
        (lambda: ConditionValue("a", ""), "needs words"),
        (lambda: ConditionValue("a", "x", -1), "0 or more signals"),
        (lambda: ConditionValue("a", "with {value}"), "only the words of '*' say {value}"),
        (lambda: ConditionValue(ANY, "with it"), "only the words of '*' say {value}"),
        (lambda: Condition("Mode", Level.ARM, MODE.values), "must be like mode, found 'Mode'"),
        (lambda: Condition("mode", Level.ARM, ()), "needs each of its values once"),
        (lambda: Condition("mode", Level.ARM, MODE.values * 2), "needs each of its values once"),
    ],
)
def test_a_condition_that_cannot_be_told_apart_is_refused(build, words):
    with pytest.raises(ValueError, match=r"found|needs") as caught:
        build()
    assert words in str(caught.value)


@given(st.dictionaries(st.from_regex(r"[a-z][a-z0-9-]{0,4}", fullmatch=True), st.just("on"), max_size=4))
def test_pairs_are_kept_sorted_whatever_their_order(pairs):
    assert ordered(pairs) == ordered(dict(reversed(pairs.items()))) == tuple(sorted(pairs.items()))


@pytest.mark.parametrize("pair", [("Mode", "on"), ("mode", ""), ("mode", "a+b"), ("mode", "a=b")])
def test_a_pair_that_no_id_can_carry_is_refused(pair):
    with pytest.raises(ValueError, match="wanted a condition like mode=incognito, found "):
        ordered(dict([pair]))
