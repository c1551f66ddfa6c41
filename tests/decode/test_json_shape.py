"""A text whose shape was parsed before is read as the parser reads it, and nothing else is."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.decode import DEFAULT, json_text
from harness.decode.json_shape import Shapes, leaf
from harness.decode.refusal import Refusal

TEXTS = st.text(st.characters(exclude_characters='"\\', exclude_categories=("Cs",)), max_size=24)
VALUES = st.recursive(
    st.one_of(TEXTS, st.booleans(), st.none()),
    lambda inner: st.one_of(st.lists(inner, max_size=4), st.dictionaries(TEXTS, inner, max_size=4)),
    max_leaves=12,
)


@given(value=VALUES)
def test_the_texts_stand_where_the_parser_says(value: object) -> None:
    data = json.dumps([value], ensure_ascii=False).encode()
    shapes = Shapes()
    cut = shapes.cut(data, DEFAULT)
    if cut is None:
        return
    placed = [(leaf(cut, place, n), cut.pieces[2 * n + 1]) for n, place in enumerate(shapes.places(cut))]

    assert sorted((s, t) for s, t in placed if s is not None) == sorted(
        (str(s), t) for s, t in json_text.unpack(cut.plain, DEFAULT)
    )


@given(
    numbers=st.lists(st.one_of(st.integers(), st.floats(allow_nan=False, allow_infinity=False)), min_size=2),
    texts=st.lists(TEXTS, min_size=2, max_size=2),
)
def test_texts_that_differ_in_words_and_numbers_are_of_one_shape(
    numbers: list[float], texts: list[str]
) -> None:
    shapes = Shapes()
    cuts = [
        shapes.cut(json.dumps({"k": t, "n": n}, ensure_ascii=False).encode(), DEFAULT)
        for t, n in zip(texts, numbers, strict=False)
    ]

    assert len({cut.shape for cut in cuts if cut is not None}) <= 1


@pytest.mark.parametrize(
    "text",
    [
        b'{"a":01}',
        b'{"a":1.}',
        b'{"a":+1}',
        b'{"a":1e}',
        b'{"a":--1}',
        b'{"a":1 1}',
        b'{"a":1\\/}',
        b'{"a":1}"tail',
        b'{"a":1}"tail"',
        b'{"a":"b',
        b'{"\xff":1}',
        b'{"a":1,}',
    ],
)
def test_a_text_that_is_no_json_is_none_whatever_was_parsed_before(text: bytes) -> None:
    shapes = Shapes()
    for known in (b'{"a":1}', b'{"a":1.5}', b'{"a":-1e9}', b'{"a":"b"}', b'{"b":1}'):
        shapes.cut(known, DEFAULT)

    try:
        assert shapes.cut(text, DEFAULT) is None
    except ValueError as e:
        assert not isinstance(e, Refusal)  # noqa: PT017 (either answer is right, a gap is not)


def test_a_key_is_a_leaf_where_it_is_long() -> None:
    shapes = Shapes()
    cut = shapes.cut(b'{"a":[{"kqxv7h2mzp.claims.test":"b"}]}', DEFAULT)
    assert cut is not None

    assert [leaf(cut, p, n) for n, p in enumerate(shapes.places(cut))] == [
        None,
        "json:a[0].{kqxv7h2mzp.claims.test}",
        "json:a[0].kqxv7h2mzp.claims.test",
    ]
