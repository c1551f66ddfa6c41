from __future__ import annotations

import pytest


@pytest.mark.parametrize(
    ("host", "port"),
    [("example.com", 443), ("203.0.113.99", 443), ("api.vendor.test", 8443), ("127.0.0.1", 22)],
)
def test_a_tunnel_out_of_the_zone_is_refused_and_recorded(phone, tape, host, port):
    assert phone().connect(host, port) == 502
    (refused,) = tape.wait("refused")
    assert (refused.host, refused.port) == (host, port)
    assert host in refused.reason


def test_cleartext_out_of_the_zone_is_refused_and_recorded_with_its_body(phone, tape):
    body = b"canary on its way out"
    head = f"POST http://example.com/x HTTP/1.1\r\nHost: example.com\r\nContent-Length: {len(body)}\r\n\r\n"
    status, _, text = phone().request(head.encode(), body)
    assert status == 502
    assert b"example.com is not in the zone" in text
    (sent,) = tape.wait("sent")
    assert sent.answered_by == "refused"
    assert tape.body(sent) == body
    (refused,) = tape.events("refused")
    assert refused.host == "example.com"


def test_a_large_upload_out_of_the_zone_is_refused_too(phone, tape):
    head = b"POST http://example.com/x HTTP/1.1\r\nHost: example.com\r\nContent-Length: 9000000\r\n\r\n"
    client = phone()
    client.send(head)
    client.drain()
    assert tape.wait("refused")[0].host == "example.com"
    assert tape.wait("sent")[0].truncated is True


def test_raw_tcp_to_a_canary_site_is_refused(phone, tape):
    client = phone()
    assert client.connect("raw.claims.test", 5222) == 200
    client.send(b"\x00\x01raw")
    client.drain()
    (refused,) = tape.wait("refused")
    assert (refused.host, refused.port) == ("raw.claims.test", 5222)
    (sent,) = tape.wait("sent")
    assert tape.body(sent) == b"\x00\x01raw"


def test_a_tunnel_is_told_at_the_end_of_its_connection(secure, tape):
    secure("api.vendor.test").close()
    (closed,) = tape.wait("flow-closed")
    assert (closed.tunnel.host, closed.tunnel.port) == ("api.vendor.test", 443)
    assert ("Host", "api.vendor.test") in closed.tunnel.headers


def test_a_tunnel_with_odd_headers_is_a_gap(phone, tape):
    client = phone()
    client.request(b"CONNECT api.vendor.test:443 HTTP/1.1\r\nHost: api.vendor.test\r\nX-Leak: secret\r\n\r\n")
    (failed,) = tape.wait("failed")
    assert "X-Leak" in failed.error
