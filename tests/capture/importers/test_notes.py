"""Notes are gathered and handed on."""

from __future__ import annotations

from harness.capture.importers.notes import Notes
from harness.model.message import Direction, ExchangeId, Transport


def test_notes_are_one_text_of_json() -> None:
    notes = Notes(ExchangeId("4"), Direction.OUT)
    notes.add(b"a", b"1")
    notes.add(b"b", b'"c"')

    assert list(notes.message(last=False)) == []
    (message,) = notes.message()

    assert (message.body, message.exchange) == (b'{"a":1,\n"b":"c"}', "4")
    assert (message.transport, message.direction) == (Transport.LOG, Direction.OUT)
    assert list(notes.message()) == []


def test_many_notes_are_handed_on_before_the_end() -> None:
    notes = Notes()
    notes.add(b"a", b"1" * 300_000)

    assert len(list(notes.message(last=False))) == 1
