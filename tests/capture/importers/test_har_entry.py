"""What else an entry says."""

from __future__ import annotations

from typing import Any

import pytest

from harness.capture.importers import har_file
from harness.model.message import Direction, Transport
from tests.capture.importers.reading import archive, entry, holds, read


@pytest.mark.parametrize(
    "fields",
    [
        {"serverIPAddress": "tok-9"},
        {"connection": "tok-9"},
        {"comment": "tok-9"},
        {"cache": {"comment": "tok-9"}},
        {"cache": {"tok-9 x": 1}},
        {"timings": {"comment": "tok-9"}},
        {"_initiator": {"stack": [{"url": "tok-9"}]}},
        {"_priority": "tok-9"},
        {"pageref": "tok-9"},
        {"startedDateTime": "tok-9"},
        {"response": ["tok-9"]},
        {"request": "tok-9"},
    ],
)
def test_whatever_an_entry_says_is_handed_on(fields: dict[str, Any]) -> None:
    assert holds(read(har_file.read, archive(entry(**fields)))[0], b"tok-9")


def test_the_recorders_words_are_a_note_and_nothing_that_was_sent() -> None:
    notes = [m for m in read(har_file.read, archive(entry(_x="y")))[0] if m.transport is Transport.LOG]

    assert [(m.direction, m.body) for m in notes] == [(Direction.IN, b'{"0._x":"y"}')]


def test_times_and_numbers_of_connections_are_ignored_by_name() -> None:
    _, _, account = read(har_file.read, archive(entry(connection="443", pageref="page_1", time=1.5)))

    assert {row.reason for row in account.rows if row.size} >= {
        "times and timings",
        "numbers of connections and pages",
        "phrases of statuses",
        "texts of the entries",
    }
