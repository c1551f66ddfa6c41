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


def texts_in(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    inner = value.values() if isinstance(value, dict) else value
    return [text for one in inner for text in texts_in(one)]  # type: ignore[attr-defined]


@given(value=VALUES)
def test_every_text_comes_back(value: object) -> None:
    found = json_text.unpack(json.dumps(value).encode(), DEFAULT)

    assert [part for _, part in found] == [t.encode("utf-8", "surrogatepass") for t in texts_in(value)]


def test_keys_given_twice_and_long_numbers_are_kept() -> None:
    found = json_text.unpack(
        b'{"a":"one","a":"two","n":12345678901234567890.50,"k":[true,null,"x"]}', DEFAULT
    )

    assert found == [
        ("json:a", b"one"),
        ("json:a", b"two"),
        ("json:n", b"12345678901234567890.50"),
        ("json:k[2]", b"x"),
    ]


def test_long_keys_are_leaves() -> None:
    assert ("json:{kqxv7h2mzp.claims.test}", b"kqxv7h2mzp.claims.test") in json_text.unpack(
        b'{"kqxv7h2mzp.claims.test":1}', DEFAULT
    )


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


@given(value=VALUES, slashes=st.booleans())
def test_the_texts_that_are_cut_out_are_those_of_the_leaves(value: object, slashes: bool) -> None:  # noqa: FBT001 (drawn by hypothesis)
    text = json.dumps(value, ensure_ascii=False).encode("utf-8", "surrogatepass")
    cut = json_text.apart(text.replace(b"/", b"\\/") if slashes else text)
    if cut is not None:
        pieces = set(cut[0][1::2])
        assert {t.encode("utf-8", "surrogatepass") for t in texts_in(value)} <= pieces


@given(value=VALUES, needle=st.text("abc", min_size=1, max_size=2))
def test_the_leaves_with_a_text_are_those_that_hold_it(value: object, needle: str) -> None:
    parsed = json_text.parse(json.dumps([value]).encode(), DEFAULT)

    assert json_text.leaves_with(parsed, [needle]) == [
        p for p in json_text.leaves(parsed) if needle.encode() in p[1]
    ]
