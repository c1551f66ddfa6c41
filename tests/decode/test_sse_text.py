"""Server-sent events: every event is read."""

from __future__ import annotations

import pytest

from harness.decode import DEFAULT, sse_text
from tests.decode.encoded import VALUES, gives_back


@pytest.mark.parametrize("encoder", ["server-sent events"])
@pytest.mark.parametrize("value", VALUES)
def test_what_was_encoded_comes_back(encoder: str, value: bytes) -> None:
    assert gives_back(sse_text, encoder, value)


def test_fields_lines_and_comments_of_every_event_are_parts() -> None:
    body = b": hi\ndata: a\ndata: b\n\nevent: e\nid: 7\nodd line\ndata:c"

    assert sse_text.unpack(body, DEFAULT) == [
        ("sse:[0].comment", b"hi"),
        ("sse:[0].data", b"a\nb"),
        ("sse:[1].event", b"e"),
        ("sse:[1].id", b"7"),
        ("sse:[1].line", b"odd line"),
        ("sse:[1].data", b"c"),
        ("sse[]", b"2"),
    ]


@pytest.mark.parametrize(
    "data", [b"data: one line of a log and no more\nother", b"id:7", b"event happened\n"]
)
def test_other_lines_do_not_match(data: bytes) -> None:
    assert not sse_text.matches(data)
