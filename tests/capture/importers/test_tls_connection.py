"""Segments bring their records along."""

from __future__ import annotations

from harness.capture.importers.direction import Phones
from harness.capture.importers.tls_connection import RecordSegment, TlsFlows
from harness.capture.importers.transport import ACK, FIN, SYN, Segment
from harness.capture.importers.tshark_row import Records
from harness.model.account import Account
from harness.model.message import Direction, Message

PHONE, CLOUD = ("10.0.0.2", 4), ("1.2.3.4", 443)
REQUEST = b"GET /a HTTP/1.1\r\nHost: h.test\r\n\r\n"


def test_the_last_segment_of_a_stream_is_read_before_its_end() -> None:
    account = Account()
    flows = TlsFlows(account, Phones())
    opening = Segment(1, 0, PHONE, CLOUD, b"", 0, 99, None, SYN, 0)
    hello, data = b"\x16\x03\x01\x00\x2f" + b"h" * 47, bytes(60)
    account.enter(len(hello) + len(data))
    greeting = RecordSegment(2, 0, PHONE, CLOUD, hello, 0, 100, 1, ACK, 0, Records(52, (), ()))
    last = RecordSegment(3, 0, PHONE, CLOUD, data, 0, 152, 1, ACK | FIN, 0, Records(60, (60,), (REQUEST,)))

    found = [*flows.take(opening), *flows.take(greeting), *flows.take(last), *flows.end()]

    assert [(one.scheme, one.direction) for one in found if isinstance(one, Message)] == [
        ("https", Direction.OUT)
    ]
    assert (len(found), account.lost) == (1, 0)
