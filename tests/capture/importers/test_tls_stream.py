"""The bytes of a TLS connection are booked by its records."""

from __future__ import annotations

from harness.capture.importers.http1_stream import Conversation
from harness.capture.importers.tls_stream import Session
from harness.capture.importers.tshark_row import Records
from harness.model.account import Account, Fate, Unread
from harness.model.message import Direction, GapReason, Message

PHONE, CLOUD = ("10.0.0.2", 4), ("1.2.3.4", 443)
REQUEST = b"GET /a HTTP/1.1\r\nHost: h.test\r\n\r\n"
HELLO = b"\x16\x03\x01\x00\x2f" + b"h" * 47
SEALED = b"\x17\x03\x03" + bytes(57)


def session() -> tuple[Session, Account]:
    account, made = Account(), Session()
    for direction in Direction:
        made(Conversation(3, CLOUD), direction, account)
    return made, account


def send(made: Session, account: Account, data: bytes, records: Records) -> list[Message | Unread]:
    made.take(PHONE, records, 5)
    found = list(made.drain())
    account.enter(len(data))
    made.readers[Direction.OUT].add(data, 5)
    return found


def end(made: Session) -> list[Message | Unread]:
    return [one for reader in made.readers.values() for one in reader.read(ended=True)]


def test_what_is_decrypted_stands_for_its_records() -> None:
    made, account = session()
    assert send(made, account, HELLO, Records(52, (), ())) == []
    (found,) = send(made, account, SEALED, Records(60, (60,), (REQUEST,)))

    assert isinstance(found, Message)
    assert (found.scheme, found.host, found.target) == ("https", "h.test", b"/a")
    assert end(made) == []
    assert (account.lost, account.total(Fate.STRUCTURE), account.total(Fate.CONTENT)) == (0, 52, 60)


def test_what_was_sealed_before_is_a_gap() -> None:
    made, account = session()
    send(made, account, HELLO, Records(52, (), ()))
    send(made, account, SEALED, Records(60, (60,), ()))
    gap, message = send(made, account, SEALED, Records(60, (60,), (REQUEST,)))

    assert isinstance(gap, Unread)
    assert (gap.reason, gap.size) == (GapReason.TLS_OPAQUE, 60)
    assert isinstance(message, Message)
    assert end(made) == []
    assert (account.lost, account.total(Fate.GAP)) == (0, 60)


def test_what_no_record_holds_is_a_gap() -> None:
    made, account = session()
    send(made, account, HELLO + SEALED + b"xyz", Records(112, (60,), (REQUEST,)))

    (gap,) = end(made)

    assert isinstance(gap, Unread)
    assert (gap.size, account.lost) == (3, 0)


def test_a_connection_of_which_nothing_opens_is_handed_on() -> None:
    made, account = session()
    send(made, account, HELLO + SEALED, Records(112, (60,), ()))

    (found,) = end(made)

    assert isinstance(found, Message)
    assert (found.body, account.lost) == (HELLO + SEALED, 0)
