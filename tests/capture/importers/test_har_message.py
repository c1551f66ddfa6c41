"""What request and answer have in common."""

from __future__ import annotations

import pytest

from harness.capture.importers.har_message import as_on_the_wire, unbase64


@pytest.mark.parametrize(
    ("text", "wanted"),
    [
        (b"AAE=", b"\0\1"),
        (b"AAE", b"\0\1"),
        (b"AA\r\nE=", b"\0\1"),
        (b"-_8=", b"\xfb\xff"),
        (b"A", None),
        (b"AA*=", None),
        (b"AA=AAA=", None),
    ],
)
def test_base64_is_read_in_lines_url_safe_and_unpadded(text: bytes, wanted: bytes | None) -> None:
    assert unbase64(text) == wanted


def test_letters_become_bytes_only_where_the_size_says_so() -> None:
    assert as_on_the_wire("ÿé".encode(), 2) == b"\xff\xe9"
    assert as_on_the_wire("ÿé".encode(), 3) == "ÿé".encode()
    assert as_on_the_wire("€é".encode(), 2) == "€é".encode()
