"""The bytes of a capture are entered as they are read."""

from __future__ import annotations

import io

from harness.capture.importers.frames import Recording, unread
from harness.model.account import Account, Fate
from harness.model.message import Direction, GapReason
from tests.capture.importers.captured import Pipe


def test_a_pipe_that_gives_little_at_a_time_is_read_whole() -> None:
    account = Account()
    recording = Recording(Pipe(b"0123456789", 3), account)  # type: ignore[arg-type]

    assert (recording.take(8), recording.take(8), recording.take(8)) == (b"01234567", b"89", b"")
    assert account.entered == 10


def test_the_rest_is_one_gap_with_what_was_read_before() -> None:
    account = Account()
    recording = Recording(io.BytesIO(b"abcdef"), account)
    recording.take(2)

    (gap,) = recording.rest("detail", "packet 1", 2, 1)

    assert (gap.size, gap.reason, account.lost, account.rows[0].units) == (6, GapReason.DAMAGED, 0, 1)
    assert list(recording.rest("detail", "packet 1")) == []


def test_a_gap_is_booked_unless_its_bytes_are_missing() -> None:
    account = Account()
    unread(account, GapReason.TRUNCATED, "d", 5, "w", missing=True)
    here = unread(account, GapReason.TRUNCATED, "d", 3, "w", other=("h", 1), direction=Direction.IN)

    assert account.total(Fate.GAP) == 3
    assert (here.host, here.port, here.direction, here.missing) == ("h", 1, Direction.IN, False)
