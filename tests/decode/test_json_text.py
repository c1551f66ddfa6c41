"""JSON: every leaf with its step, keys given twice kept, numbers as written."""

from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.decode import DEFAULT, Budget, json_text
from harness.decode.refusal import Refusal
from harness.model.message import GapReason

VALUES = st.recursive(
    st.text(max_size=20),
    lambda v: st.lists(v, max_size=3) | st.dictionaries(st.text("abc", max_size=4), v, max_size=3),
    max_leaves=12,
)


def leaves_of(value: object) -> list[str]:
    """Every text and key, and the length of every array and of an empty object."""
    if isinstance(value, str):
        return [value]
    if isinstance(value, dict):
        return [x for key, one in value.items() for x in (key, *leaves_of(one))] or ["0"]
    return [str(len(value)), *(x for one in value for x in leaves_of(one))]  # type: ignore[arg-type,attr-defined]


@given(value=VALUES)
def test_every_text_key_and_length_comes_back(value: object) -> None:
    found = json_text.unpack(json.dumps(value).encode(), DEFAULT)

    assert [part for _, part in found] == [t.encode("utf-8", "surrogatepass") for t in leaves_of(value)]


def test_keys_given_twice_and_long_numbers_are_kept() -> None:
    found = json_text.unpack(
        b'{"a":"one","a":"two","n":12345678901234567890.50,"k":[true,null,"x"]}', DEFAULT
    )

    assert found == [
        ("json:{a}", b"a"),
        ("json:a", b"one"),
        ("json:{a}", b"a"),
        ("json:a", b"two"),
        ("json:{n}", b"n"),
        ("json:n", b"12345678901234567890.50"),
        ("json:{k}", b"k"),
        ("json:k[]", b"3"),
        ("json:k[0]", b"true"),
        ("json:k[1]", b"null"),
        ("json:k[2]", b"x"),
    ]


@pytest.mark.parametrize(
    ("text", "reason"),
    [
        (b'{"a":[1,', GapReason.TRUNCATED),
        (b'{"a":"b', GapReason.TRUNCATED),
        (b"[" * 300, GapReason.BUDGET),
        (b"[1" + b",1" * 200, GapReason.BUDGET),
    ],
)
def test_what_cannot_be_read_is_refused_with_its_reason(text: bytes, reason: GapReason) -> None:
    with pytest.raises(Refusal) as refused:
        json_text.unpack(text, Budget(structure=100, nesting=50))

    assert refused.value.reason is reason


@pytest.mark.parametrize(
    ("text", "values"),
    [
        (b'{"a":"x","b', [b"a", b"x", b"b", b"null"]),
        (b'{"a":"x","b":', [b"a", b"x", b"b", b"null"]),
        (b'{"a":"x', [b"a", b"x"]),
        (b'{"a":"x\\u00', [b"a", b"x"]),
        (b'{"a":["x",12', [b"a", b"2", b"x", b"12"]),
        (b'{"a":["x",tru', [b"a", b"2", b"x", b"null"]),
        (b'{"a":{"b":"x"},', [b"a", b"b", b"x", b"", b"null"]),
    ],
)
def test_what_stands_before_a_cut_is_read(text: bytes, values: list[bytes]) -> None:
    with pytest.raises(Refusal) as refused:
        json_text.unpack(text, DEFAULT)

    assert [part for _, part in refused.value.parts] == values
