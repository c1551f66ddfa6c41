"""Segments and datagrams become messages of their connections."""

from __future__ import annotations

from harness.capture.importers.direction import Phones
from harness.capture.importers.flows import Flows
from harness.capture.importers.transport import Datagram, Segment
from harness.model.account import Account, Unread
from harness.model.message import Direction, GapReason, Message, Transport

PHONE, CLOUD = ("10.0.0.2", 4), ("1.2.3.4", 80)


def test_segments_and_datagrams_have_numbers_of_their_own() -> None:
    account = Account()
    flows = Flows(account, Phones())
    request = b"GET / HTTP/1.1\r\n\r\n"
    account.enter(len(request) + 2)
    found = [
        *flows.take(Segment(1, 0, PHONE, CLOUD, request, 0, 9, None, 16, 0)),
        *flows.take(Datagram(2, 0, CLOUD, PHONE, b"ab", 7)),
        *flows.end(),
    ]

    messages = {(one.transport, one.direction, one.exchange) for one in found if isinstance(one, Message)}
    assert messages == {
        (Transport.HTTP, Direction.OUT, "0.0"),
        (Transport.UDP, Direction.IN, "1"),
    }
    assert [(one.reason, one.size) for one in found if isinstance(one, Unread)] == [(GapReason.TRUNCATED, 7)]
    assert account.lost == 0
