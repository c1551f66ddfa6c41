"""The account of a recording in words and for machines."""

from __future__ import annotations

from harness.capture.importers import Recording
from harness.cli.tally import NOT_FOUND, Tally, not_found
from harness.detect import Searcher
from harness.model.account import Account, Fate, Unread
from harness.model.message import Direction, ExchangeId, GapReason, Message, Transport
from harness.model.planted import Planted, PlantedId, PlantedKind

VALUE = Planted(PlantedId("v"), PlantedKind.IDENTIFIER, "ab13af6f0d2e", "value")


def message(body: bytes, transport: Transport = Transport.HTTP) -> Message:
    return Message(ExchangeId("0"), Direction.OUT, transport, 0, 0, "", 0, body)


def recording() -> Recording:
    account = Account("entry")
    account.enter(100, 2)
    account.book(Fate.CONTENT, "texts", 50, 1)
    account.book(Fate.GAP, "damaged", 30, 1)
    account.book(Fate.IGNORED, "times", 20)
    return Recording("x.har", "HAR 1.2", account, iter(()))


def test_every_fate_is_said_with_its_reasons() -> None:
    tally = Tally()
    tally.take(message(b"\xff" * 3), Searcher([VALUE]))
    tally.take(message(b"a log", Transport.LOG), Searcher([VALUE]))
    tally.miss(Unread(GapReason.NOT_STORED, "gone", 7, "entry 1", missing=True))

    line = tally.line(recording())

    assert line.startswith(
        "1 message and 1 note; entered 100 bytes in 2 entries; read 50 bytes in 1 entry (texts 50); "
    )
    assert "; residue " in line
    assert "(damaged 30" in line
    assert "not-stored 7 not in the recording" in line
    assert "; ignored 20 bytes (times 20)" in line
    assert tally.document(recording())["unaccounted"] == 0


def test_a_value_that_is_nowhere_is_unproven_only_where_something_was_not_read() -> None:
    tally = Tally()
    assert (tally.exit_code([VALUE]), tally.exit_code([])) == (0, 0)
    assert not_found(tally, "v", 3) == "not found: v, looked for in 3 forms"

    tally.miss(Unread(GapReason.DAMAGED, "broken", 7, "entry 1"))
    assert (tally.exit_code([VALUE]), tally.exit_code([])) == (NOT_FOUND, 0)
    assert not_found(tally, "v", 3).startswith("not found in what could be read: v, ")

    tally.take(message(b"x=ab13af6f0d2e"), Searcher([VALUE]))
    assert tally.exit_code([VALUE]) == 0
