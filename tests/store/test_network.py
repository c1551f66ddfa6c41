from __future__ import annotations

import hashlib
import json
from dataclasses import replace

import pytest

from harness.model.errors import EvidenceError
from harness.model.lines import Fault
from harness.model.message import BodyReference, Direction, Transport
from harness.model.recording import Sent, Unread
from harness.model.wire import (
    ClientHello,
    ConnectionClosed,
    ConnectionOpened,
    Failed,
    HandshakeRefused,
    Heartbeat,
    MessageAnswered,
    MessageSent,
    RecorderFault,
    RecorderStarted,
    RecorderStopped,
    Refused,
    TlsEstablished,
    TrafficMark,
)
from harness.store.adapters import EXCHANGES
from harness.store.network import NetworkLog

T = "2026-11-22T16:00:00.000001Z"


@pytest.fixture
def log(tmp_path):
    def events(*lines, tail: bytes = b"", bodies: bytes = b"hello"):
        (tmp_path / "bodies").mkdir(exist_ok=True)
        (tmp_path / "bodies" / "000001.seg").write_bytes(bodies)
        head = '{"seq":%d,"t":"' + T + '",'
        text = b"".join(
            (head % at).encode() + EXCHANGES.encode(line) + b"}\n" for at, line in enumerate(lines, 1)
        )
        (tmp_path / "exchanges.jsonl").write_bytes(text + tail)
        return list(NetworkLog(tmp_path).events())

    return events


def body(content: bytes, offset: int = 0) -> BodyReference:
    return BodyReference(1, offset, len(content), hashlib.sha256(content).hexdigest())


REQUEST = MessageSent(
    id="e1",
    kind="http",
    direction="out",
    conn="c1",
    scheme="https",
    method="POST",
    host="a.test",
    port=443,
    target="/\xff?q",
    headers=(("X", "\xe9"),),
    body=body(b"hello"),
    length=5,
    truncated=False,
    answered_by="upstream",
    digest="d",
)
ANSWER = MessageAnswered(
    id="e1",
    status=204,
    headers=(),
    body=body(b""),
    length=0,
    truncated=False,
    peer=("1.2.3.4", 443),
    address="5.6.7.8",
    address_from="zone",
)


def test_a_request_comes_back_byte_by_byte(log):
    (event,) = log(replace(REQUEST, truncated=True))
    assert isinstance(event, Sent)
    message = event.message
    assert (message.target, message.headers, message.body) == (b"/\xff?q", ((b"X", b"\xe9"),), b"hello")
    assert (message.direction, message.transport, message.truncated) == (Direction.OUT, Transport.HTTP, True)
    assert (message.sequence, message.time_us % 1000, message.connection) == (1, 1, "c1")
    assert (event.answered_by, event.digest, event.peer) == ("upstream", "d", None)


def test_an_answer_knows_the_request_that_it_answers(log):
    _, event = log(REQUEST, ANSWER)
    assert isinstance(event, Sent)
    assert (event.message.direction, event.message.status) == (Direction.IN, 204)
    assert (event.message.host, event.message.target) == ("a.test", b"/\xff?q")
    assert (event.peer, event.address, event.address_from) == (("1.2.3.4", 443), "5.6.7.8", "zone")


def test_an_answer_to_nothing_that_was_asked_is_a_fault(log):
    for lines in ((ANSWER,), (REQUEST, ANSWER, ANSWER), (replace(REQUEST, kind="tcp"), ANSWER)):
        *_, event = log(*lines)
        assert isinstance(event, Fault)
        assert (event.fault, event.sequence) == ("recorder", len(lines))
        assert "e1" in event.detail


def test_streams_have_a_direction(log):
    events = log(
        replace(REQUEST, kind="tcp", scheme="tcp", direction="in", method="", target="", headers=()),
        replace(REQUEST, kind="websocket", scheme="wss"),
        replace(REQUEST, kind="dns", scheme="dns", body=body(b"")),
    )
    assert [event.message.direction for event in events] == [Direction.IN, Direction.OUT, Direction.OUT]
    assert [event.message.transport.value for event in events] == ["tcp", "websocket", "dns"]
    assert events[2].message.body == b""


def test_every_plain_event_is_its_line_and_the_recorder_itself_is_none(log):
    plain = (
        ConnectionOpened(conn="c1", client=("::ffff:127.0.1.2", 5), mode="regular"),
        ClientHello(conn="c1", sni=None, versions=("TLSv1.3",)),
        TlsEstablished(conn="c1", side="client", sni="a"),
        TrafficMark(mark="1:before", conns={"c1": (1, 2)}),
        Heartbeat(exchanges=3),
        ConnectionClosed(conn="c1", sent_bytes=5, received_bytes=6, requests=0, tls=False),
    )
    started = RecorderStarted(
        listen=("127.0.0.1", 1), simulated=True, canary_domain="a", mitmproxy="1", python="3", pid=1
    )
    events = log(started, *plain, RecorderStopped(exchanges=0))
    assert [replace(event, sequence=0, time_us=0) for event in events] == list(plain)
    assert [event.sequence for event in events] == [2, 3, 4, 5, 6, 7]


def test_what_was_not_read_says_what_where_and_why(log):
    events = log(
        HandshakeRefused(conn="c1", sni="a.test", error="x"),
        HandshakeRefused(conn="c1", sni="a.test", host="b.test", port=443, error="x"),
        Refused(conn="c1", host="c.test", port=80, reason="outside"),
        Failed(error="reset"),
        RecorderFault(detail="a hook raised"),
    )
    *unread, fault = events
    assert all(isinstance(event, Unread) for event in unread)
    assert [(event.event, event.host, event.port, event.detail) for event in unread] == [
        ("handshake-refused", "a.test", 0, "x"),
        ("handshake-refused", "b.test", 443, "x"),
        ("refused", "c.test", 80, "outside"),
        ("failed", "", 0, "reset"),
    ]
    assert (fault.fault, fault.detail) == ("recorder", "a hook raised")


def test_a_failure_is_tied_to_its_request(log):
    _, event, late = log(REQUEST, Failed(id="e1", conn="c1", error="reset"), ANSWER)
    assert isinstance(event, Unread)
    assert (event.host, event.detail, event.exchange) == ("a.test", "reset", "e1")
    assert isinstance(late, Fault)


@pytest.mark.parametrize("change", [{"target": "\u2028"}, {"headers": (("a", "\u2028"),)}])
def test_text_that_was_never_bytes_is_an_error(log, change):
    with pytest.raises(EvidenceError, match=r"exchanges\.jsonl: wanted latin-1 text .* seq 2"):
        log(REQUEST, replace(REQUEST, **change))


@pytest.mark.parametrize(
    "line",
    [
        {"event": "no such event"},
        {"event": "flow-opened", "conn": "c1", "client": [], "mode": "regular"},
        {"no": "event"},
        {"event": "traffic", "mark": "m", "conns": {"c1": [1]}},
        {"event": "failed"},
    ],
)
def test_an_event_that_does_not_read_is_an_error(log, line):
    text = json.dumps({"seq": 2, "t": T, **line}, separators=(",", ":"))
    with pytest.raises(EvidenceError, match=r"exchanges\.jsonl:2: "):
        log(REQUEST, tail=text.encode() + b"\n")


def test_a_body_that_is_not_what_was_written_is_an_error(log):
    with pytest.raises(EvidenceError, match="wanted a body"):
        log(REQUEST, bodies=b"jello")
    with pytest.raises(EvidenceError, match="wanted a body"):
        log(replace(REQUEST, body=BodyReference(1, 0, 0, "d")))


def test_a_line_that_was_being_written_is_no_event(log):
    assert len(log(REQUEST, tail=b'{"seq":2,')) == 1
