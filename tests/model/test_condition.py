from __future__ import annotations

import pytest

from harness.model.condition import ANY, Condition, ConditionValue, Level, ordered

MODE = Condition(
    "mode", Level.ARM, (ConditionValue("dark", "in the dark"), ConditionValue(ANY, "at {value}"))
)


def test_a_value_has_its_words_and_any_other_the_general_ones():
    assert MODE.words("dark") == "in the dark"
    assert MODE.words("com.example.push") == "at com.example.push"


@pytest.mark.parametrize("value", ["", "a/b", "a=b", "a+b", "*", "-a", "a\n"])
def test_a_value_that_no_id_can_carry_is_refused(value):
    with pytest.raises(ValueError):
        MODE.value(value)
    with pytest.raises(ValueError):
        ordered({"mode": value})


def test_an_unknown_value_is_refused_where_none_stands_for_any():
    with pytest.raises(ValueError, match="is one of on"):
        Condition("switch", Level.SESSION, (ConditionValue("on", "on"),)).value("off")


@pytest.mark.parametrize(
    ("name", "values"),
    [
        ("Mode", (ConditionValue("a", "a"),)),
        ("mode", ()),
        ("mode", (ConditionValue("a", "a"), ConditionValue("a", "b"))),
    ],
)
def test_a_condition_needs_a_name_and_each_value_once(name, values):
    with pytest.raises(ValueError):
        Condition(name, Level.ARM, values)


@pytest.mark.parametrize("arguments", [("a b", "words"), ("a", ""), ("a", "words", -1)])
def test_a_value_needs_a_word_its_words_and_a_number_of_signals(arguments):
    with pytest.raises(ValueError):
        ConditionValue(*arguments)


def test_conditions_are_sorted_by_name():
    assert ordered({"b": "1", "a": "2"}) == (("a", "2"), ("b", "1"))
