"""NDJSON: several texts, a damaged line a gap beside the others."""

from __future__ import annotations

import pytest

from harness.decode import DEFAULT, ndjson_text
from harness.decode.refusal import Refusal


@pytest.mark.parametrize(
    "text", [b'{"a":"x"}\n{"a":"y"}\n', b'{"a":"x"}{"a":"y"}', b'\x1e{"a":"x"}\n\x1e{"a":"y"}\n']
)
def test_every_text_is_read(text: bytes) -> None:
    assert ndjson_text.matches(text)
    assert ndjson_text.unpack(text, DEFAULT) == [
        ("ndjson:[]", b"2"),
        ("ndjson:[0].{a}", b"a"),
        ("ndjson:[0].a", b"x"),
        ("ndjson:[1].{a}", b"a"),
        ("ndjson:[1].a", b"y"),
    ]


def test_lines_that_read_are_kept_beside_one_that_does_not() -> None:
    with pytest.raises(Refusal) as refused:
        ndjson_text.unpack(b'{"a":"x"}\n{"a":\n{"a":"z"}\n', DEFAULT)

    assert refused.value.parts == [
        ("ndjson:[]", b"2"),
        ("ndjson:[0].{a}", b"a"),
        ("ndjson:[0].a", b"x"),
        ("ndjson:[1].{a}", b"a"),
        ("ndjson:[1].a", b"z"),
        ("ndjson:line[1]", b'{"a":'),
    ]


def test_another_text_is_refused() -> None:
    with pytest.raises(ValueError, match="sequence"):
        ndjson_text.unpack(b"{}\nhello", DEFAULT)
