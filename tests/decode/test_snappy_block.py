"""Raw Snappy: what was compressed comes back; what is no Snappy raises."""

from __future__ import annotations

import pytest

from harness.decode import DEFAULT, snappy_block
from harness.decode.refusal import Refusal
from tests.decode.encoded import VALUES, gives_back


@pytest.mark.parametrize("encoder", ["snappy"])
@pytest.mark.parametrize("value", VALUES)
def test_what_was_encoded_comes_back(encoder: str, value: bytes) -> None:
    assert gives_back(snappy_block, encoder, value)


def test_copies_that_overlap_themselves_repeat() -> None:
    assert snappy_block.inflate(b"\x0c\x04ab\x26\x02\x00", 100) == b"ab" * 6


@pytest.mark.parametrize("data", [b"\x05\x10abcd", b"\x08\x0cabcd\x01\x09", b"\x20\x0cabcd"])
def test_what_does_not_fit_its_length_raises(data: bytes) -> None:
    with pytest.raises(ValueError, match=r"length|copy|literal"):
        snappy_block.inflate(data, 100)


def test_more_than_the_budget_is_refused() -> None:
    with pytest.raises(Refusal):
        snappy_block.inflate(b"\xff\xff\xff\x7f\x00a", DEFAULT.expansion)
