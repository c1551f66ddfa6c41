from __future__ import annotations

import hashlib
import json

import pytest

from harness.model.errors import EvidenceError
from harness.model.message import Direction, Transport
from harness.model.recording import (
    ClientHello,
    ConnectionClosed,
    ConnectionOpened,
    Fault,
    Heartbeat,
    Sent,
    TlsEstablished,
    TrafficMark,
    Unread,
)
from harness.store.network import NetworkLog

T = "2026-11-22T16:00:00.000001Z"


@pytest.fixture
def log(tmp_path):
    def events(*lines: dict, tail: bytes = b"", bodies: bytes = b"hello"):
        (tmp_path / "bodies").mkdir(exist_ok=True)
        (tmp_path / "bodies" / "000001.seg").write_bytes(bodies)
        text = "".join(json.dumps({"seq": at, "t": T, **line}) + "\n" for at, line in enumerate(lines, 1))
        (tmp_path / "exchanges.jsonl").write_bytes(text.encode() + tail)
        return list(NetworkLog(tmp_path).events())

    return events


def body(content: bytes, offset: int = 0) -> dict:
    digest = hashlib.sha256(content).hexdigest()
    return {"segment": 1, "offset": offset, "length": len(content), "sha256": digest}


def request(**more) -> dict:
    return {
        "event": "sent",
        "id": "e1",
        "kind": "http",
        "conn": "c1",
        "scheme": "https",
        "method": "POST",
        "host": "a.test",
        "port": 443,
        "target": "/\xff?q",
        "headers": [["X", "\xe9"]],
        "body": body(b"hello"),
        "answered_by": "upstream",
        "digest": "d",
        **more,
    }


def test_a_request_comes_back_byte_by_byte(log):
    (event,) = log(request(truncated=True))
    assert isinstance(event, Sent)
    message = event.message
    assert (message.target, message.headers, message.body) == (b"/\xff?q", ((b"X", b"\xe9"),), b"hello")
    assert (message.direction, message.transport, message.truncated) == (Direction.OUT, Transport.HTTP, True)
    assert (message.sequence, message.time_us % 1000, message.connection) == (1, 1, "c1")
    assert (event.answered_by, event.digest, event.peer) == ("upstream", "d", None)


def test_an_answer_knows_the_request_that_it_answers(log):
    answer = {"event": "answered", "id": "e1", "status": 204, "headers": [], "body": body(b"")}
    peer = {"peer": ["1.2.3.4", 443], "address": "5.6.7.8", "address_from": "zone"}
    _, event = log(request(), {**answer, **peer})
    assert isinstance(event, Sent)
    assert (event.message.direction, event.message.status) == (Direction.IN, 204)
    assert (event.message.host, event.message.target) == ("a.test", b"/\xff?q")
    assert (event.peer, event.address, event.address_from) == (("1.2.3.4", 443), "5.6.7.8", "zone")


def test_an_answer_to_nothing_that_was_asked_is_a_fault(log):
    (event,) = log({"event": "answered", "id": "e9", "status": 200, "headers": [], "body": body(b"")})
    assert isinstance(event, Fault)
    assert "e9" in event.detail


def test_streams_have_a_direction(log):
    events = log(
        request(kind="tcp", scheme="tcp", direction="in", method=None, target=None, headers=None),
        request(kind="websocket", scheme="wss", direction="out"),
        request(kind="dns", scheme="dns", body=None),
    )
    assert [event.message.direction for event in events] == [Direction.IN, Direction.OUT, Direction.OUT]
    assert [event.message.transport.value for event in events] == ["tcp", "websocket", "dns"]
    assert events[2].message.body == b""


def test_every_plain_event_has_its_type(log):
    events = log(
        {"event": "started"},
        {"event": "flow-opened", "conn": "c1", "client": ["::ffff:127.0.1.2", 5]},
        {"event": "client-hello", "conn": "c1", "sni": None, "versions": ["TLSv1.3"]},
        {"event": "tls-established", "conn": "c1", "side": "client", "version": None, "sni": "a"},
        {"event": "traffic", "mark": "1:before", "conns": {"c1": [1, 2]}},
        {"event": "heartbeat"},
        {"event": "fault", "detail": "a hook raised"},
        {
            "event": "handshake-refused",
            "conn": "c1",
            "sni": "a.test",
            "host": None,
            "port": None,
            "error": "x",
        },
        {"event": "refused", "conn": "c1", "host": "b.test", "port": 80, "reason": "outside"},
        {"event": "flow-closed", "conn": "c1", "sent_bytes": 5, "received_bytes": 6, "requests": 0},
    )
    kinds = (ConnectionOpened, ClientHello, TlsEstablished, TrafficMark, Heartbeat, Fault, Unread, Unread)
    assert [type(event) for event in events] == [*kinds, ConnectionClosed]
    assert [event.host for event in events if isinstance(event, Unread)] == ["a.test", "b.test"]
    assert events[3].connections == {"c1": (1, 2)}


def test_a_failure_is_tied_to_its_request(log):
    _, event = log(request(), {"event": "failed", "id": "e1", "conn": "c1", "error": "reset"})
    assert isinstance(event, Unread)
    assert (event.host, event.detail, event.exchange) == ("a.test", "reset", "e1")


@pytest.mark.parametrize(
    "line",
    [
        {"event": "no such event"},
        {"event": "flow-opened", "conn": "c1", "client": []},
        {"no": "event"},
        {"event": "traffic", "mark": "m", "conns": {"c1": [1]}},
        request(kind="carrier pigeon"),
        request(headers=[["only a name"]]),
        request(target="\u2028"),
        request(body={"segment": 1}),
    ],
)
def test_an_event_that_does_not_read_is_an_error(log, line):
    with pytest.raises(EvidenceError, match="seq 1 does not read"):
        log(line)


def test_a_body_that_is_not_what_was_written_is_an_error(log):
    with pytest.raises(EvidenceError, match="wanted a body"):
        log(request(), bodies=b"jello")


def test_a_line_that_was_being_written_is_no_event(log):
    assert len(log(request(), tail=b'{"seq":2,')) == 1
