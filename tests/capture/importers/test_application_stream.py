"""What a direction speaks is settled by its first bytes, and every byte is booked."""

from __future__ import annotations

import pytest

from harness.capture.importers.application_stream import Application, Shared
from harness.capture.importers.http1_stream import Conversation
from harness.capture.importers.http2_stream import PREFACE
from harness.model.account import Account, Fate, Unread
from harness.model.message import Direction, Message, Transport
from tests.capture.importers.test_dns_stream import FRAMED
from tests.capture.importers.test_http2_stream import GET, frame
from tests.capture.importers.test_websocket_stream import frame as socket_frame

REQUEST = b"GET /a HTTP/1.1\r\nHost: h.test\r\n\r\n"
SWITCH = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"


def pair(port: int = 80, *, secure: bool = False) -> tuple[Application, Application, Account]:
    account, shared, talk = Account(), Shared(), Conversation(3, ("1.2.3.4", port))
    out, back = (
        Application(talk, way, account, shared, secure=secure) for way in (Direction.OUT, Direction.IN)
    )
    return out, back, account


def feed(
    reader: Application, data: bytes, account: Account, *, ended: bool = False
) -> list[Message | Unread]:
    account.enter(len(data))
    reader.add(data, 5)
    return list(reader.read(ended=ended))


@pytest.mark.parametrize(
    ("data", "port", "transport", "count"),
    [
        (REQUEST, 80, Transport.HTTP, 1),
        (PREFACE + frame(4, 0, 0) + frame(1, 5, 1, GET), 80, Transport.HTTP, 1),
        (FRAMED * 2, 53, Transport.DNS, 2),
        (REQUEST, 53, Transport.HTTP, 1),
        (b"\xc2\xfe\x00", 80, Transport.TCP, 1),
        (PREFACE[:9], 80, Transport.TCP, 1),
        (PREFACE + frame(1, 5, 1, GET)[:-2], 80, None, 1),
    ],
)
def test_every_byte_is_booked(data: bytes, port: int, transport: Transport | None, count: int) -> None:
    out, _, account = pair(port)
    found: list[Message | Unread] = []
    for at in range(len(data)):
        found += feed(out, data[at : at + 1], account)
    found += out.read(ended=True)

    assert [one.transport if isinstance(one, Message) else None for one in found] == [transport] * count
    assert account.lost == 0


def test_what_came_out_of_tls_says_so() -> None:
    out, _, account = pair(443, secure=True)

    (found,) = feed(out, REQUEST, account)

    assert isinstance(found, Message)
    assert found.scheme == "https"


def test_an_upgrade_goes_on_as_websocket_in_both_directions() -> None:
    out, back, account = pair()
    feed(out, REQUEST, account)
    answer, first = feed(back, SWITCH + socket_frame(0x81, b"hello"), account)
    (second,) = feed(out, socket_frame(0x81, b"hi", b"abcd"), account, ended=True)

    assert isinstance(answer, Message)
    assert answer.status == 101
    assert [(one.transport, one.body) for one in (first, second) if isinstance(one, Message)] == [
        (Transport.WEBSOCKET, b"hello"),
        (Transport.WEBSOCKET, b"hi"),
    ]
    assert account.lost == 0


def test_a_hole_before_anything_was_settled() -> None:
    out, _, account = pair()
    assert list(out.lose(5)) == []

    (found,) = feed(out, REQUEST, account)

    assert isinstance(found, Message)
    assert account.lost == 0


def test_what_a_framed_protocol_could_not_read_is_booked_as_a_gap() -> None:
    out, _, account = pair(53)

    found = feed(out, FRAMED + FRAMED[:-3], account, ended=True)

    gaps = sum(one.size for one in found if isinstance(one, Unread))
    assert account.total(Fate.GAP) == gaps > 0
    assert account.lost == 0
