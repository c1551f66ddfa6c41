"""Addresses in texts: taken apart where something may be encoded again."""

from __future__ import annotations

import pytest

from harness.decode import DEFAULT, url_text


@pytest.mark.parametrize("text", [b"https://x.test/p?q=%41", b"market://details?id=QUFBQUFBQUFBQUFBQUFB"])
def test_addresses_with_something_encoded_are_taken_apart(text: bytes) -> None:
    assert url_text.matches(text)
    assert url_text.unpack(text, DEFAULT)[-1][1] in text


@pytest.mark.parametrize(
    "text", [b"https://x.test/p?q=plain", b"https://x.test/p", b"see https://x.test/?a=%41 b", b"a?b=%41"]
)
def test_other_texts_are_left(text: bytes) -> None:
    assert not url_text.matches(text)


def test_no_query_is_refused() -> None:
    with pytest.raises(ValueError, match="query"):
        url_text.unpack(b"https://x.test/", DEFAULT)
