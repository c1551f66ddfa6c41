"""What stands there from its end is read from there."""

from __future__ import annotations

import pytest

from harness.decode import DEFAULT, reversed_bytes
from tests.decode.encoded import VALUES, WORDS, gives_back
from tests.detect.encoders import ENCODERS


@pytest.mark.parametrize("encoder", ["JSON reversed"])
@pytest.mark.parametrize("value", VALUES)
def test_what_was_encoded_comes_back(encoder: str, value: bytes) -> None:
    assert gives_back(reversed_bytes, encoder, value)


@pytest.mark.parametrize("data", [b"}no JSON{", b"[see <", b"a//:sb"])
def test_what_opens_nothing_raises(data: bytes) -> None:
    with pytest.raises(ValueError, match="nothing opens"):
        reversed_bytes.unpack(data, DEFAULT)


def test_a_stream_from_its_end_is_turned() -> None:
    body = ENCODERS["gzip"](WORDS)

    assert reversed_bytes.matches(body[::-1])
    assert reversed_bytes.unpack(body[::-1], DEFAULT) == [("reversed", body)]
