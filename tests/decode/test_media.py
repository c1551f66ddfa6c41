"""Media are recognised by how they begin."""

from __future__ import annotations

import pytest

from harness.decode import media


@pytest.mark.parametrize(
    ("data", "expected"),
    [
        (b"\x89PNG\r\n\x1a\n...", "PNG image"),
        (b"\xff\xd8\xff\xe0", "JPEG image"),
        (b"RIFF....WEBPVP8 ", "WEBP in RIFF"),
        (b"\x00\x00\x00\x18ftypmp42", "MPEG-4 video or HEIF image"),
        (b"hello", None),
    ],
)
def test_media_have_a_name(data: bytes, expected: str | None) -> None:
    assert media.kind(data) == expected
