from __future__ import annotations

import ssl
import time

import pytest

REQUEST = b"GET /counted HTTP/1.1\r\nHost: api.vendor.test\r\n\r\n"


def closed_counts(tape, client):
    client.socket.shutdown(1)
    client.drain()
    (opened,) = tape.wait("flow-opened", client=client.local)
    (closed,) = tape.wait("flow-closed", conn=opened.conn)
    return closed


def test_socket_bytes_below_tls_are_exactly_the_clients(secure, tape):
    client = secure("api.vendor.test")
    for _ in range(3):
        client.request(REQUEST)
    closed = closed_counts(tape, client)
    assert (closed.sent_bytes, closed.received_bytes) == (client.sent, client.received)
    assert (closed.requests, closed.tls) == (3, True)


def test_socket_bytes_of_a_megabyte_upload_are_exact(secure, tape):
    client = secure("upload.claims.test")
    body = b"u" * (1024 * 1024)
    head = b"POST /up HTTP/1.1\r\nHost: upload.claims.test\r\nContent-Length: %d\r\n\r\n" % len(body)
    client.request(head, body)
    closed = closed_counts(tape, client)
    assert (closed.sent_bytes, closed.received_bytes) == (client.sent, client.received)
    assert closed.sent_bytes > len(body)


def test_a_mark_tells_the_bytes_of_open_and_of_just_closed_connections(secure, tape, recorder):
    client, gone = secure("api.vendor.test"), secure("api.vendor.test")
    client.request(REQUEST)
    ended = closed_counts(tape, gone)
    answer = recorder.mark("m1")
    (traffic,) = tape.events("traffic")
    assert (traffic.mark, traffic.sequence) == ("m1", answer.seq)
    (opened,) = tape.wait("flow-opened", client=client.local)
    assert traffic.conns[opened.conn] == (client.sent, client.received)
    assert traffic.conns[ended.conn] == (ended.sent_bytes, ended.received_bytes)
    before = client.sent
    client.request(REQUEST)
    assert recorder.mark("m2").sent == answer.sent + client.sent - before
    second = tape.events("traffic")[1].conns
    assert second[opened.conn] == (client.sent, client.received)
    assert ended.conn not in second


def test_a_refused_certificate_is_a_refused_handshake_with_its_host(phone, tape):
    client = phone(trusting=False)
    client.connect("api.vendor.test", 443)
    with pytest.raises(ssl.SSLCertVerificationError):
        client.handshake("api.vendor.test")
    client.close()
    (refused,) = tape.wait("handshake-refused")
    assert (refused.sni, refused.host, refused.port) == ("api.vendor.test", "api.vendor.test", 443)
    assert "trust" in refused.error
    assert not tape.events("sent")


def test_a_handshake_cut_off_by_the_client_is_refused_too(phone, tape):
    client = phone()
    client.connect("api.vendor.test", 443)
    client.send(b"\x16\x03\x01\x02\x00\x01")
    client.close()
    (closed,) = tape.wait("flow-closed")
    gaps = tape.events("handshake-refused") + tape.events("failed")
    assert closed.requests == 0
    assert closed.sent_bytes == client.sent
    assert gaps or closed.sent_bytes


def test_a_client_that_says_nothing_after_its_handshake_is_recorded(secure, tape):
    client = secure("pinned.vendor.test.claims.test")
    client.close()
    (closed,) = tape.wait("flow-closed")
    assert closed.requests == 0
    (done,) = tape.wait("tls-established", conn=closed.conn, side="client")
    assert done.sni == "pinned.vendor.test.claims.test"


def test_what_the_client_offers_and_what_became_of_it_are_recorded(secure, tape):
    secure("api.vendor.test", maximum=ssl.TLSVersion.TLSv1_2).request(REQUEST)
    (hello,) = tape.wait("client-hello")
    assert hello.sni == "api.vendor.test"
    assert hello.versions == ("TLSv1.2",)
    assert hello.alpn == ("http/1.1",)
    (phone_side,) = tape.wait("tls-established", side="client")
    assert phone_side.version == "TLSv1.2"
    (server_side,) = tape.wait("tls-established", side="server")
    assert (server_side.host, server_side.version) == ("api.vendor.test", "TLSv1.3")
    leaf = server_side.chain[0]
    assert (leaf.cn, leaf.issuer) == ("origin", "CN=Stand-in CA")
    assert len(leaf.sha256) == 64
    assert tape.body(leaf)[:1] == b"\x30"


def test_heartbeats_come_each_second(tape):
    tape.wait("heartbeat")
    before = time.monotonic()
    tape.wait("heartbeat", 3)
    assert 1.5 < time.monotonic() - before < 3.5
