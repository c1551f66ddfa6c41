"""Messages and gaps as trees."""

from __future__ import annotations

import pytest

from harness.cli.message_tree import display, display_unread, print_tree, shown
from harness.cli.terminal import terminal
from harness.decode import BUILT_IN
from harness.model.account import Unread
from harness.model.message import Direction, ExchangeId, GapReason, Message, Transport


def test_residue_is_marked_and_notes_are_no_messages(capsys: pytest.CaptureFixture[str]) -> None:
    note = Message(ExchangeId("notes"), Direction.IN, Transport.LOG, 0, 0, "", 0, b'{"a":"b7f3a9c51e2"}')

    print_tree(terminal(), display(note, (), (), "x.har", formats=BUILT_IN))

    out = capsys.readouterr().out
    assert out.startswith("notes ← beside its messages, x.har says")
    assert "b7f3a9c51e2 residue" in out


def test_a_gap_is_one_line(capsys: pytest.CaptureFixture[str]) -> None:
    print_tree(terminal(), display_unread(Unread(GapReason.DAMAGED, "o\ndd", 5, "entry 1")))

    assert capsys.readouterr().out == "entry 1 ▲ damaged-recording: o\\ndd (5 bytes)\n"
    assert shown(b"a\n") == "a\\x0a"
