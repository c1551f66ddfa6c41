from __future__ import annotations

import hashlib

import pytest
from wsproto import ConnectionType, WSConnection
from wsproto.events import AcceptConnection, BytesMessage, CloseConnection, Ping, Request, TextMessage


def test_raw_tcp_in_a_tunnel_is_recorded_in_both_directions(phone, tape):
    client = phone()
    assert client.connect("push.vendor.test", 5222) == 200
    client.send(b"\x00\x01hello")
    assert client.receive() == b"<\x00\x01hello>"
    client.send(b"\x02again")
    assert client.receive() == b"<\x02again>"
    client.close()
    (closed,) = tape.wait("flow-closed")
    sent = tape.events("sent")
    assert [(event.kind, event.direction, tape.body(event)) for event in sent] == [
        ("tcp", "out", b"\x00\x01hello"),
        ("tcp", "in", b"<\x00\x01hello>"),
        ("tcp", "out", b"\x02again"),
        ("tcp", "in", b"<\x02again>"),
    ]
    assert {(event.host, event.port, event.scheme) for event in sent} == {("push.vendor.test", 5222, "tcp")}
    assert sent[0].digest == hashlib.sha256(b"\x00\x01hello").hexdigest()
    assert closed.stream.digest == hashlib.sha256(b"\x00\x01hello\x02again").hexdigest()
    assert (closed.stream.sent_bytes, closed.requests) == (13, 2)


def test_a_mark_flushes_what_a_raw_stream_said_before_it(phone, tape, recorder):
    client = phone()
    client.connect("push.vendor.test", 5222)
    client.send(b"\x00\x01")
    client.receive()
    client.send(b"\x07before the mark")
    assert client.receive()
    mark = recorder.mark("border")
    bodies = [tape.body(event) for event in tape.events("sent") if event.sequence < mark.seq]
    assert b"\x07before the mark" in bodies


def test_what_was_said_to_a_dead_raw_server_is_kept_as_cut_off(phone, tape):
    client = phone()
    client.connect("dead.vendor.test", 81)
    client.send(b"\x00\x01to nobody")
    client.drain()
    (failed,) = tape.wait("failed")
    (sent,) = tape.events("sent")
    assert tape.body(sent) == b"\x00\x01to nobody"
    assert sent.truncated is True
    assert failed.host == "dead.vendor.test"


@pytest.fixture
def websocket(secure):
    client = secure("api.vendor.test")
    ws = WSConnection(ConnectionType.CLIENT)
    client.send(ws.send(Request(host="api.vendor.test", target="/ws?k=v")))

    def read():
        while True:
            found = list(ws.events())
            if found:
                return found
            ws.receive_data(client.receive() or None)

    assert isinstance(read()[0], AcceptConnection)
    return client, ws, read


def test_websocket_messages_are_recorded_one_by_one(tape, websocket):
    client, ws, read = websocket
    client.send(ws.send(TextMessage(data="canary ünï")))
    assert read()[0].data == "echo canary ünï"
    client.send(ws.send(BytesMessage(data=b"\x00\xff")))
    assert read()[0].data == b"echo \x00\xff"
    client.send(ws.send(CloseConnection(code=1000)))
    read()
    messages = [event for event in tape.wait("sent", 5) if event.kind == "websocket"]
    assert [(event.direction, tape.body(event)) for event in messages] == [
        ("out", "canary ünï".encode()),
        ("in", "echo canary ünï".encode()),
        ("out", b"\x00\xff"),
        ("in", b"echo \x00\xff"),
    ]
    (upgrade,) = [event for event in tape.events("sent") if event.kind == "http"]
    (answered,) = tape.wait("answered")
    assert answered.status == 101
    assert {event.within for event in messages} == {upgrade.id}
    assert {(event.host, event.target, event.scheme) for event in messages} == {
        ("api.vendor.test", "/ws?k=v", "wss")
    }


def test_a_websocket_ping_with_a_payload_is_a_gap(tape, websocket):
    client, ws, _ = websocket
    client.send(ws.send(Ping(payload=b"hidden")))
    (failed,) = tape.wait("failed")
    assert "hidden" in failed.error


QUESTION = b"\x12\x34\x01\x00\x00\x01" + bytes(6) + b"\x06canary\x04test\x00\x00\x01\x00\x01"


def test_dns_over_tcp_in_a_tunnel_is_recorded_as_dns_answered_or_not(start, phone):
    recorder, tape = start()  # of its own: mitmproxy keeps such connections half open
    message = len(QUESTION).to_bytes(2, "big") + QUESTION
    client, lost = phone(port=recorder.port), phone(port=recorder.port)
    assert client.connect("dns.vendor.test", 53) == 200
    client.send(message)
    assert client.receive()
    out, back = tape.wait("sent", 2)
    assert (out.kind, out.direction, tape.body(out)) == ("dns", "out", QUESTION)
    assert (back.kind, back.direction, tape.body(back)[:2]) == ("dns", "in", b"\x12\x34")
    assert (out.host, out.port) == ("dns.vendor.test", 53)
    lost.connect("nowhere.claims.test", 53)
    lost.send(message)
    assert tape.wait("refused")[0].host == "nowhere.claims.test"
    tape.wait("failed")
    recorder.stop()
    assert len(tape.events("flow-closed")) == 2
