"""Fields of zip headers that say more than the archive shows are leaves."""

from __future__ import annotations

import io
import zipfile

import pytest

from harness.decode import DEFAULT, zip_archive
from harness.decode.refusal import Part

WORDS = b"alice private diary 2026"
_OLDEST = b"2162688"
"""1980-01-01, the first day that a zip archive knows, as one number of date and time."""


def _archive() -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w") as file:
        file.writestr(zipfile.ZipInfo("a.txt"), WORDS)
    return out.getvalue()


def _parts(data: bytes) -> list[Part]:
    return zip_archive.unpack(data, DEFAULT)


def test_what_the_archive_shows_is_no_part() -> None:
    assert _parts(_archive()) == [
        ("zip-name:a.txt", b"a.txt"),
        ("zip-version:a.txt", b"20"),
        ("zip-time:a.txt", _OLDEST),
        ("zip:a.txt", WORDS),
        ("zip-made:a.txt:directory", b"788"),
        ("zip-external:a.txt:directory", b"25165824"),
    ]


@pytest.mark.parametrize(
    ("place", "step"),
    [
        (4, "zip-made:a.txt:directory"),
        (6, "zip-version:a.txt:directory"),
        (8, "zip-flags:a.txt:directory"),
        (10, "zip-method:a.txt:directory"),
        (12, "zip-time:a.txt:directory"),
        (16, "zip-checksum:a.txt:directory"),
        (20, "zip-packed:a.txt:directory"),
        (24, "zip-size:a.txt:directory"),
        (34, "zip-disk:a.txt:directory"),
        (36, "zip-internal:a.txt:directory"),
        (38, "zip-external:a.txt:directory"),
        (42, "zip-offset:a.txt:directory"),
    ],
)
def test_a_field_of_the_directory_that_says_something_else_is_a_part(place: int, step: str) -> None:
    data = bytearray(_archive())
    at = data.index(b"PK\x01\x02") + place
    data[at] ^= 0x41

    assert step in dict(_parts(bytes(data)))


@pytest.mark.parametrize(
    ("place", "step"),
    [
        (4, "zip-disk"),
        (6, "zip-first-disk"),
        (8, "zip-entries-here"),
        (10, "zip-entries"),
        (12, "zip-directory-size"),
        (16, "zip-directory-offset"),
    ],
)
def test_a_field_of_the_end_that_is_wrong_is_a_part(place: int, step: str) -> None:
    data = bytearray(_archive())
    data[data.index(b"PK\x05\x06") + place] ^= 0x41

    assert step in dict(_parts(bytes(data)))


def test_a_size_in_the_header_that_is_wrong_is_a_part() -> None:
    data = bytearray(_archive())
    data[22:26] = (123456789).to_bytes(4, "little")

    assert ("zip-size:a.txt", b"123456789") in _parts(bytes(data))
