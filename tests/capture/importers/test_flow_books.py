"""The books of a flow."""

from __future__ import annotations

from harness.capture.importers.flow_books import FlowBooks, jsoned, texts
from harness.capture.importers.notes import Notes
from harness.model.account import Account, Fate


def test_every_text_has_its_fate() -> None:
    account, notes = Account(), Notes()
    books = FlowBooks(account, 2, notes)
    books.say(b"said")
    books.note(("id",), "1-2")
    books.note(("comment",), "noted")
    state = {"a": [b"said", "1-2"], "b": {"c": "noted", "d": "lost"}, "n": 5}
    account.enter(100, 1)

    books.close(state, 100, migrated=False)

    assert account.lost == len("lost")
    assert account.total(Fate.IGNORED) == 3
    assert [m.body for m in notes.message()] == [b'{"2.comment":"noted"}']


def test_values_of_flows_are_written_as_json() -> None:
    assert jsoned({"a": [b"x", None, 1.5, True]}) == b'{"a":["x",null,1.5,true]}'
    assert sorted(texts({"a": [b"x", ("y", None)]})) == [b"x", b"y"]
