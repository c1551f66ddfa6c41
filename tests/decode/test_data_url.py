"""data: addresses give what they carry."""

from __future__ import annotations

import pytest

from harness.decode import DEFAULT, data_url
from tests.decode.encoded import VALUES, gives_back


@pytest.mark.parametrize("encoder", ["data URL", "data URL percent", "data URL in CSS"])
@pytest.mark.parametrize("value", VALUES)
def test_what_was_encoded_comes_back(encoder: str, value: bytes) -> None:
    assert gives_back(data_url, encoder, value)


def test_text_of_a_log_does_not_match() -> None:
    assert not data_url.matches(b"data: a, b and c")


def test_content_that_is_no_base64_raises() -> None:
    with pytest.raises(ValueError, match=r".+"):
        data_url.unpack(b"data:;base64,abcde", DEFAULT)
