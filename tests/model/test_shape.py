from __future__ import annotations

import pytest

from harness.model.shape import Shape, shape


@pytest.mark.parametrize(
    ("value", "found"),
    [
        (b"", Shape.EMPTY),
        (b"true", Shape.BOOLEAN),
        (b"-12.5", Shape.NUMBER),
        (b"1588150000123", Shape.TIME),
        (b"2026-11-22T10:00:00Z", Shape.TIME),
        (b"eefc9fd3-1cfb-4717-b774-eaae02f212a3", Shape.UUID),
        (b"9774d56d682e549c", Shape.HEX),
        (b"deadbeef", Shape.WORD),
        (b"12.1.4-g", Shape.VERSION),
        (b"de_DE", Shape.LOCALE),
        (b"https://example.com/a", Shape.ADDRESS),
        (b"page_load_event_finish", Shape.WORD),
        (b"aGVsbG8gd29ybGQgMTIz", Shape.BASE64),
        (b"V11_PCOEUXM$", Shape.TOKEN),
        (b"two words & more", Shape.TEXT),
        ("größer".encode(), Shape.TEXT),
        (b"\xff\xfe\x00", Shape.BYTES),
        (b"a\x00b", Shape.BYTES),
    ],
)
def test_a_value_has_the_narrowest_shape_that_it_fits(value: bytes, found: Shape) -> None:
    assert shape(value) is found
