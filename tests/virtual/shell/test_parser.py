from __future__ import annotations

import contextlib

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.virtual.shell.parser import parse
from harness.virtual.shell.syntax import Choice, Each, Group, Loop, Sequence, ShellSyntaxError, Simple


def only(text):
    (item,) = parse(text).items
    return item.parts[0][1].commands[0]


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a b c", Simple),
        ("while :; do a; done", Loop),
        ("until a\ndo b\ndone", Loop),
        ("for x in a b; do c; done", Each),
        ("if a; then b; elif c; then d; else e; fi", Choice),
        ("{ a; }", Group),
        ("(a; b)", Group),
    ],
)
def test_every_kind_of_command_is_read(text, kind):
    assert isinstance(only(text), kind)


def test_lists_and_pipes_are_told_apart():
    items = parse("a && b || c | d; e; f # comment\ng").items

    assert [[operator for operator, _ in item.parts] for item in items] == [
        ["", "&&", "||"],
        [""],
        [""],
        [""],
    ]


def test_redirects_are_read_with_their_descriptor():
    redirects = only("a > x 2>&1 2>> y < z").redirects

    assert [(item.descriptor, item.operator) for item in redirects] == [
        (1, ">"),
        (2, ">&"),
        (2, ">>"),
        (0, "<"),
    ]


@pytest.mark.parametrize(
    "text",
    [
        "'a",
        '"a',
        "a &&",
        "| a",
        "if a; then b",
        "while a; do b",
        "for 1 in a; do b; done",
        "(a",
        "a )",
        "cat << EOF",
        "f() { a; }",
        "case a in b) c;; esac",
        "a & b",
        "${a!b}",
        "done",
        "$(a",
        "(" * 200,
    ],
)
def test_what_is_not_of_this_grammar_is_an_error(text):
    with pytest.raises(ShellSyntaxError):
        parse(text)


@given(st.text(alphabet="ab1 \n;|&<>(){}'\"$`\\#=!if then do done", max_size=60))
def test_no_text_crashes_the_parser(text):
    with contextlib.suppress(ShellSyntaxError):
        assert isinstance(parse(text), Sequence)
