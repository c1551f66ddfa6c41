"""Forms: fields in their order, escapes undone once."""

from __future__ import annotations

import urllib.parse

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.decode import DEFAULT, Budget, form
from harness.decode.refusal import Refusal

FIELDS = st.lists(
    st.tuples(st.text("abcxyz_", min_size=1, max_size=6), st.text(min_size=1, max_size=20)),
    min_size=1,
    max_size=6,
)


@given(fields=FIELDS)
def test_what_was_written_comes_back(fields: list[tuple[str, str]]) -> None:
    text = urllib.parse.urlencode(fields, errors="surrogatepass").encode()

    assert form.unpack(text, DEFAULT) == [
        part
        for n, v in fields
        for part in ((f"form:{{{n}}}", n.encode()), (f"form:{n}", v.encode("utf-8", "surrogatepass")))
    ]


@pytest.mark.parametrize("text", [b"a=b", b"a=b&c=d", b"data_list=H4sI%2B", b"a%5B0%5D=1"])
def test_forms_are_known(text: bytes) -> None:
    assert form.matches(text)


@pytest.mark.parametrize(
    "text", [b"QUFBQUFB==", b"a = b", b'{"a":"b=c"}', b"https://x.test/?a=b", b"=b", b"word"]
)
def test_other_texts_are_none(text: bytes) -> None:
    assert not form.matches(text)


def test_too_many_fields_are_refused() -> None:
    with pytest.raises(Refusal):
        form.unpack(b"a=1&" * 20, Budget(structure=10))
