"""A file that is one body."""

from __future__ import annotations

import pytest

from harness.capture.importers import raw_body
from harness.model.message import GapReason
from tests.capture.importers.reading import read


def test_what_is_beyond_the_limit_is_a_gap_of_its_size(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(raw_body, "MOST", 4)

    messages, gaps, _ = read(raw_body.read, b"12345xx")

    assert [message.body for message in messages] == [b"1234"]
    assert [(gap.reason, gap.size) for gap in gaps] == [(GapReason.BUDGET, 3)]


def test_nothing_is_no_message() -> None:
    assert read(raw_body.read, b"")[:2] == ([], [])
