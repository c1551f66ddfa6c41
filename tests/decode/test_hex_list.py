"""Hex with signs between its bytes, and dumps, give the bytes back."""

from __future__ import annotations

import pytest

from harness.decode import DEFAULT, hex_list
from tests.decode.encoded import VALUES, gives_back


@pytest.mark.parametrize(
    "encoder",
    [
        "hex spaced",
        "hex colons",
        "hex hyphens",
        "hex commas",
        "hex dots",
        "hex bars",
        "hex underscores",
        "hex in lines",
        "hex 0x list",
        "hex 0x array",
        "hex 0x short",
        "hex h list",
        "hex dollar",
        "hex with 0x",
        "hex of PostgreSQL",
        "hex of SQL",
        "hex by xxd",
        "hex by od",
        "hex by hexdump",
    ],
)
@pytest.mark.parametrize("value", VALUES)
def test_what_was_encoded_comes_back(encoder: str, value: bytes) -> None:
    assert gives_back(hex_list, encoder, value)


@pytest.mark.parametrize(
    "data", [b"aa:bb:cc:dd:ee:ff", b"2026-11-22 10:00:00", b"12.1.4", b"PKQ1.190616.001"]
)
def test_addresses_of_cards_and_times_are_none(data: bytes) -> None:
    if hex_list.matches(data):
        with pytest.raises(ValueError, match="groups"):
            hex_list.unpack(data, DEFAULT)
