"""Base85 and base91: each alphabet gives the bytes back."""

from __future__ import annotations

import pytest

from harness.decode import DEFAULT, base85_text
from tests.decode.encoded import VALUES, gives_back


@pytest.mark.parametrize(
    "encoder",
    ["base85", "ascii85", "ascii85 framed", "ascii85 in lines", "ascii85 framed in a text", "z85", "base91"],
)
@pytest.mark.parametrize("value", VALUES)
def test_what_was_encoded_comes_back(encoder: str, value: bytes) -> None:
    assert gives_back(base85_text, encoder, value)


def test_what_stands_around_a_frame_is_kept() -> None:
    parts = dict(base85_text.unpack(b'see <~87cURD]i,"Ebo7~> there', DEFAULT))

    assert parts == {"ascii85": b"Hello World", "ascii85:before": b"see ", "ascii85:rest": b" there"}


@pytest.mark.parametrize("data", [b"https://a.test/b?c=d&e=(f)", b"V11.0.6.0.PCOEUXM", b"a=1&b=2&c=3&d=4"])
def test_addresses_and_versions_do_not_match(data: bytes) -> None:
    assert not base85_text.matches(data)
