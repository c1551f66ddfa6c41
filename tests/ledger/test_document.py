from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.ledger.document import DEEPEST, read_document
from harness.model.errors import SetupError

PLAIN = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**15), 10**15) | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)


def test_values_that_yaml_would_convert_stay_as_written():
    document = read_document(
        "{a: 12.1, b: 3.10, c: on, d: 2020-05-02, e: 0o17, f: 5, g: true, h: ~, i: '5', j: 1_000, k: 12:30}",
        "x",
    )
    assert document.values == {
        "a": "12.1", "b": "3.10", "c": "on", "d": "2020-05-02", "e": "0o17", "f": 5, "g": True, "h": None,
        "i": "5", "j": "1_000", "k": "12:30",
    }  # fmt: skip


def test_every_key_and_item_knows_its_line():
    document = read_document("a:\n  - 1\n  - b: 2\nc: 3\n", "x")
    assert document.line(("a",)) == 1
    assert document.line(("a", 1, "b")) == 3
    assert document.line(("c",)) == 4
    assert document.line(("a", 1, "b", "no", "such")) == 3
    assert document.line(()) == 1


@pytest.mark.parametrize(
    ("text", "line", "words"),
    [
        ("a: 1\nb: 2\na: 3\n", 3, "found 'a' again (first on line 1)"),
        ("a:\n  b: 1\n  'b': 2\n", 3, "found 'b' again (first on line 2)"),
        ("a: &x 1\nb: 2\n", 1, "anchor or alias"),
        ("a: 1\nb: *x\n", 2, "anchor or alias"),
        ("a: 1\nb: !!python/name:os.system ''\n", 2, "found the tag"),
        ("a: 1\nb: !!set {c}\n", 2, "found the tag"),
        ("a: 1\n? [b]\n: 2\n", 2, "wanted a string as key"),
        ("a: 1\n---\nb: 2\n", 2, "found a second"),
        ("a: 1\n b: 2\n", 2, "wanted YAML"),
        ("a: \x00\n", 1, "wanted YAML"),
        ('a: 1\nb: "\\ud800"\n', 2, "half a surrogate pair"),
        ("", 1, "found an empty text"),
        ("# nothing\n", 1, "found an empty text"),
        ("[" * (DEEPEST + 1), 1, "wanted at most"),
        ("[" * 100_000, 1, "wanted at most"),
    ],
)
def test_a_text_that_means_something_else_is_refused_with_its_line(text, line, words):
    with pytest.raises(SetupError) as caught:
        read_document(text, "features/x.yaml")
    message = str(caught.value)
    assert message.startswith(f"features/x.yaml:{line}: ")
    assert words in message
    assert "\n" not in message


def test_comments_and_layout_do_not_change_the_digest():
    one = read_document("a: 1 # why\nb: [x, y]\n", "x")
    two = read_document('{"b": ["x", "y"], "a": 1}', "y")
    assert one.digest == two.digest != read_document("a: 2\nb: [x, y]\n", "x").digest


@given(PLAIN)
def test_what_is_written_as_json_is_read_back(values):
    assert read_document(json.dumps(values), "x").values == values


@given(st.text(max_size=60))
def test_any_text_is_read_or_refused(text):
    try:
        document = read_document(text, "x")
    except SetupError:
        return
    assert read_document(document.canonical(), "x").values == document.values
