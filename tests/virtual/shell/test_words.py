from __future__ import annotations

import pytest

from harness.virtual.shell.syntax import Arithmetic, Literal, Parameter, ShellSyntaxError, Substitution
from harness.virtual.shell.words import WordReader


def test_quotes_keep_their_text_together():
    word = WordReader("a'b c'\"d e\"\\f rest", 0).word()

    assert "".join(part.text for part in word.parts) == "ab cd ef"
    assert [part.quoted for part in word.parts if part.text] == [False, True, True, True]


def test_parameters_are_told_from_their_operators():
    parts = [WordReader(text, 0).word().parts[0] for text in ("$x", "${x}", "${x:-y}", "${#x}", "$?")]

    assert all(isinstance(part, Parameter) for part in parts)
    assert [part.operator for part in parts] == ["", "", ":-", "length", ""]
    assert {part.name for part in parts} == {"x", "?"}


def test_a_lone_dollar_is_a_dollar():
    assert WordReader("$", 0).word().parts == (Literal("$", quoted=False),)
    assert isinstance(WordReader("$((1+(2)))", 0).word().parts[0], Arithmetic)


def test_a_script_inside_is_read_by_the_parser_above():
    with pytest.raises(NotImplementedError):
        WordReader("$(a)", 0).word()
    assert Substitution.__dataclass_params__.frozen


@pytest.mark.parametrize("text", ["'a", '"a', "${a", "${a b}", "$((1"])
def test_what_is_not_closed_is_an_error(text):
    with pytest.raises(ShellSyntaxError):
        WordReader(text, 0).word()
