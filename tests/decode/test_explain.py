"""Reasons why a leaf is understood."""

from __future__ import annotations

import pytest

from harness.decode import explain


@pytest.mark.parametrize(
    "value",
    [
        b"1588150000",
        b"1588150000123",
        b"1588150000.123",
        b"2020-05-01",
        b"2020-05-01T10:00:00.000Z",
        b"2020-05-01 10:00:00",
    ],
)
def test_points_in_time_are_timestamps(value: bytes) -> None:
    assert explain.timestamp(value)


@pytest.mark.parametrize("value", [b"861234567890127", b"12345", b"15881500001234", b"2020-05", b"588150000"])
def test_other_numbers_are_not(value: bytes) -> None:
    assert not explain.timestamp(value)


def test_headers_of_the_specifications_are_known_and_cookies_not() -> None:
    assert explain.header("user-agent") == "RFC 9110 §10.1.5"
    assert explain.header("cookie") is None
    assert explain.header("x-anything") is None


def test_a_path_of_the_specifications_is_known() -> None:
    assert explain.known_path(b"/favicon.ico") == "HTML Standard §4.6.7.8"
    assert explain.known_path(b"/favicon.png") is None
