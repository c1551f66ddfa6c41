"""The books of an entry."""

from __future__ import annotations

from harness.capture.importers.har_books import Books, Fields
from harness.capture.importers.json_node import Kind, Node
from harness.capture.importers.notes import Notes
from harness.model.account import Account, Fate

TEXT = Node(Kind.TEXT, 4, b"ab")


def test_the_last_of_a_name_is_taken_and_the_others_stay() -> None:
    other = Node(Kind.TEXT, 3, b"x")
    fields = Fields(Node(Kind.OBJECT, 7, fields=[(b"a", other), (b"a", TEXT)]))

    assert fields.take(b"a") is TEXT
    assert fields.rest == [(b"a", other)]


def test_a_copy_is_told_from_what_was_said() -> None:
    account = Account()
    books = Books(account, 0, Notes())
    books.say(b"x%41B")

    assert books.copied(TEXT)
    assert not books.copied(Node(Kind.TEXT, 3, b"c"))
    assert account.total(Fate.CONTENT) == 4


def test_an_ignored_name_with_an_odd_value_is_no_longer_ignored() -> None:
    account, notes = Account(), Notes()
    books = Books(account, 3, notes)

    books.note(b"time", Node(Kind.WORD, 1, b"5"))
    books.note(b"time", TEXT)

    assert [(row.fate, row.size) for row in account.rows] == [(Fate.CONTENT, 4), (Fate.IGNORED, 1)]
    assert [m.body for m in notes.message()] == [b'{"3.time":"ab"}']


def test_an_ignored_name_whose_value_has_names_that_are_texts_is_no_longer_ignored() -> None:
    account, notes = Account(), Notes()
    books = Books(account, 3, notes)

    books.note(b"timings", Node(Kind.OBJECT, 9, fields=[(b"alice@test", Node(Kind.WORD, 1, b"5"))]))

    assert account.total(Fate.IGNORED) == 0
    assert b"alice@test" in b"".join(m.body for m in notes.message())


def test_a_damaged_value_that_the_phone_sent_is_searched_and_a_gap() -> None:
    account = Account()
    books = Books(account, 3, Notes())

    list(books.damaged(b"status", TEXT, "no number", sent=True))

    assert account.total(Fate.GAP) == 4
    assert b"ab" in b"".join(m.body for m in books.sent.message())
