"""Field lines, and which answers are followed by another."""

from __future__ import annotations

import pytest

from harness.capture.importers.http1_message import Parsed, fields, value_of


def test_a_folded_line_continues_the_one_before() -> None:
    assert fields(b"A: 1\r\n 2\r\n\t3\r\nB:4\n") == ((b"A", b"1 2 3"), (b"B", b"4"))


def test_a_line_that_is_no_field_is_kept_whole() -> None:
    assert fields(b" folded under nothing\r\nno colon\r\n") == (
        (b"folded under nothing", b""),
        (b"no colon", b""),
    )


def test_the_first_value_of_a_header_is_found_by_any_case() -> None:
    assert (value_of(((b"A", b"1"), (b"a", b"2")), b"a"), value_of((), b"a")) == (b"1", b"")


@pytest.mark.parametrize(
    ("status", "more"), [(100, True), (103, True), (101, False), (200, False), (None, False)]
)
def test_another_answer_follows_an_informational_one(status: int | None, more: bool) -> None:  # noqa: FBT001 (parametrised)
    assert Parsed(0, 0, "", b"", status, (), b"").informational is more
