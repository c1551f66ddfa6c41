from __future__ import annotations

import json
import socket
import ssl
import threading

import pytest

from harness.capture.upstream import CANARY_ADDRESS
from tests.capture.gateway.wire import Flow, Routed, header, own, query

API, API6 = "203.0.113.7", "2001:db8::7"
GET = b"GET /a?b=c HTTP/1.1\r\nHost: api.vendor.test\r\n\r\n"
RESOLVER = ("8.8.8.8", 53)


@pytest.fixture
def fresh(start):
    """A recorder that knows no name yet."""
    return start(network="wire")


def look_up(recorder, name):
    """Ask for a name; the answer's last four bytes are its address."""
    flow = Flow(recorder.port, 17, RESOLVER)
    flow.send(query(name))
    answer = flow.receive()
    flow.close()
    return socket.inet_ntoa(answer[-4:])


def test_a_tls_request_straight_to_the_host_is_read_and_handed_on(fresh, cloud):
    recorder, tape = fresh
    phone = Routed(recorder.port, (API, 443), recorder.ca)
    phone.handshake("api.vendor.test")
    status, head, _ = phone.request(GET)

    assert (status, b"X-Origin" in head) == (200, True)
    (sent,) = tape.wait("sent", kind="http")
    assert (sent.host, sent.port, sent.scheme, sent.target) == ("api.vendor.test", 443, "https", "/a?b=c")
    assert (sent.address, sent.named_by, sent.answered_by) == (API, "sni", "upstream")
    assert sent.digest in cloud.arrivals
    (answered,) = tape.wait("answered")
    assert (answered.address, answered.address_from) == (API, "gateway")
    (opened,) = tape.events("flow-opened")
    assert (opened.client, opened.server) == (phone.source, (API, 443))
    assert (opened.mode, opened.protocol) == ("gateway", "tcp")
    phone.close()
    (closed,) = tape.wait("flow-closed")
    assert (closed.sent_bytes, closed.received_bytes) == (phone.sent, phone.received)
    assert tape.events("payload") == []


def test_the_name_of_an_address_is_what_the_phone_was_told(fresh):
    recorder, tape = fresh
    assert look_up(recorder, "api.vendor.test") == API
    phone = Routed(recorder.port, (API, 443), recorder.ca)
    phone.handshake("api.vendor.test")
    phone.request(GET)

    (sent,) = tape.wait("sent", kind="http")
    assert (sent.host, sent.named_by) == ("api.vendor.test", "dns")
    question, answer = tape.events("sent")[:2]
    assert (question.kind, question.direction, question.host) == ("dns", "out", "8.8.8.8")
    assert (answer.kind, answer.direction) == ("dns", "in")


def test_a_name_that_the_phone_writes_in_clear_takes_nothing_out_of_scope(fresh):
    recorder, tape = fresh
    lie = GET.replace(b"api.vendor.test", b"www.google.com")
    Routed(recorder.port, (API, 80)).request(lie)
    (unknown,) = tape.wait("sent", kind="http")
    look_up(recorder, "api.vendor.test")
    Routed(recorder.port, (API, 80)).request(lie)
    contradicted = tape.wait("sent", 2, kind="http")[1]

    assert (unknown.host, unknown.named_by) == (API, "address")
    assert (contradicted.host, contradicted.named_by) == ("api.vendor.test", "contradicted")
    assert ("Host", "www.google.com") in contradicted.headers


def test_a_canary_site_is_answered_at_its_own_address_only(fresh, cloud):
    recorder, tape = fresh
    assert look_up(recorder, "q1.claims.test") == CANARY_ADDRESS
    page = b"GET /p HTTP/1.1\r\nHost: q1.claims.test\r\n\r\n"
    clear = Routed(recorder.port, (CANARY_ADDRESS, 80)).request(page)
    encrypted = Routed(recorder.port, (CANARY_ADDRESS, 443), recorder.ca)
    encrypted.handshake("q1.claims.test")
    statuses = clear[0], encrypted.request(page)[0]
    elsewhere = Routed(recorder.port, (API, 80))
    elsewhere.request(page)

    sent = tape.wait("sent", 3, kind="http")
    assert 0 not in statuses
    assert [event.answered_by for event in sent] == ["canary", "canary", "upstream"]
    assert [event.host for event in sent] == ["q1.claims.test", "q1.claims.test", API]
    assert sent[2].digest in cloud.arrivals


def test_a_pinned_app_leaves_a_flow_with_its_ciphertext(gateway, cloud):
    recorder, tape = gateway
    phone = Routed(recorder.port, (API, 443), cloud.ca)
    with pytest.raises(ssl.SSLError):
        phone.handshake("api.vendor.test")
    phone.close()

    (closed,) = tape.wait("flow-closed")
    out, back = tape.events("payload")
    assert (out.direction, out.length, out.truncated) == ("out", phone.sent, False)
    assert tape.body(out)[:3] == b"\x16\x03\x01"
    assert (back.direction, back.length) == ("in", closed.received_bytes)
    assert len(tape.events("handshake-refused")) == 1


def test_an_unknown_protocol_is_relayed_and_recorded(gateway):
    recorder, tape = gateway
    phone = Routed(recorder.port, ("203.0.113.10", 5222))
    phone.send(b"\xc2\xfe\0\5hello")

    assert phone.receive() == b"<\xc2\xfe\0\5hello>"
    phone.close()
    (closed,) = tape.wait("flow-closed")
    out = next(event for event in tape.events("sent") if event.direction == "out")
    assert (out.kind, out.host, out.port, out.address) == ("tcp", "203.0.113.10", 5222, "203.0.113.10")
    assert tape.body(out) == b"\xc2\xfe\0\5hello"
    assert closed.stream.sent_bytes == 9


def test_a_connection_out_of_the_zone_is_refused_with_its_payload_on_record(gateway):
    recorder, tape = gateway
    phone = Routed(recorder.port, ("192.0.2.66", 7777))
    phone.send(b"\x01\x02secret")
    phone.drain()

    tape.wait("refused", host="192.0.2.66", port=7777)
    (sent,) = tape.wait("sent")
    assert tape.body(sent) == b"\x01\x02secret"


def test_what_is_sent_on_a_connection_that_was_closed_is_on_record(gateway):
    recorder, tape = gateway
    phone = Routed(recorder.port, (API, 80))
    status, _, _ = phone.request(GET.replace(b"\r\n\r\n", b"\r\nConnection: close\r\n\r\n"))
    phone.drain()
    phone.send(b"one more secret")
    phone.close()

    tape.wait("flow-closed")
    (late,) = tape.events("payload")
    assert status == 200
    assert (late.direction, tape.body(late)) == ("out", b"one more secret")


def test_a_connection_over_ipv6_is_read_like_any_other(fresh, cloud):
    recorder, tape = fresh
    phone = Routed(recorder.port, (API6, 443), recorder.ca)
    phone.handshake("api.vendor.test")
    assert phone.request(GET)[0] == 200

    (sent,) = tape.wait("sent", kind="http")
    assert (sent.host, sent.address) == ("api.vendor.test", API6)
    (opened,) = tape.events("flow-opened")
    assert opened.client == phone.source
    assert opened.client[0] == "fd00::2"


def test_what_asks_a_router_for_a_tunnel_is_on_record(gateway):
    recorder, tape = gateway
    phone = Routed(recorder.port, ("192.0.2.8", 8080))
    phone.send(b"CONNECT api.vendor.test:443 HTTP/1.1\r\nHost: api.vendor.test:443\r\n\r\n")
    phone.drain()
    phone.close()

    tape.wait("flow-closed")
    seen = [tape.body(event) for event in tape.events("payload") if event.direction == "out"]
    asked = [event.method for event in tape.events("sent")]
    assert seen or asked == ["CONNECT"]


def test_a_server_that_speaks_first_is_heard(start, cloud, tmp_path):
    listener = socket.create_server(("127.0.0.1", 0))

    def greet():
        client, _ = listener.accept()
        client.sendall(b"220 hello\r\n")
        client.recv(100)
        client.close()

    threading.Thread(target=greet, daemon=True).start()
    content = json.loads(json.dumps(cloud.content))
    content["hosts"]["mail.vendor.test"] = {
        "address": "203.0.113.25",
        "country": "SG",
        "tls": [],
        "tcp": [25],
    }
    content["peers"]["tcp:25"] = listener.getsockname()
    zone = tmp_path / "zone.json"
    zone.write_text(json.dumps(content))
    recorder, tape = start(network="wire", zone=zone)
    phone = Routed(recorder.port, ("203.0.113.25", 25))
    assert phone.receive() == b"220 hello\r\n"
    phone.send(b"QUIT\r\n")
    phone.drain()
    phone.close()

    tape.wait("flow-closed")
    assert [tape.body(event) for event in tape.events("sent")] == [b"220 hello\r\n", b"QUIT\r\n"]


@pytest.mark.parametrize(
    "junk",
    [b"GET / HTTP/1.1\r\n\r\n", b"\x16\x03\x01" + bytes(40), header(6, own((API, 1)), (API, 1))[:20], b""],
)
def test_what_is_no_flow_of_the_phone_is_told(gateway, junk):
    recorder, tape = gateway
    with socket.create_connection(("127.0.0.1", recorder.port)) as wire:
        wire.sendall(junk)
        wire.shutdown(socket.SHUT_WR)
        assert wire.recv(1) == b""

    (failed,) = tape.wait("failed")
    assert failed.error.startswith("the gateway port: ")
