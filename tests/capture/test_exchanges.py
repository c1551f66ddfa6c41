from __future__ import annotations

import hashlib

GET = b"GET /things?a=1#frag HTTP/1.1\r\nHost: api.vendor.test\r\nX-Odd: caf\xe9\r\n\r\n"


def digest(method, target, host, body=b""):
    return hashlib.sha256(f"{method} {target}\n{host}\n".encode() + body).hexdigest()


def post(host, body, *more, target="/up"):
    head = [f"POST {target} HTTP/1.1", f"Host: {host}", f"Content-Length: {len(body)}", *more, "", ""]
    return "\r\n".join(head).encode()


def test_a_request_over_tls_is_frozen_with_its_answer(secure, tape, cloud):
    status, _, body = secure("api.vendor.test").request(GET)
    assert status == 200
    (answered,) = tape.wait("answered")
    (sent,) = tape.events("sent")
    assert (sent.scheme, sent.method, sent.host, sent.port) == (
        "https",
        "GET",
        "api.vendor.test",
        443,
    )
    assert sent.target == "/things?a=1#frag"
    assert ("X-Odd", "café") in sent.headers
    assert sent.truncated is False
    assert sent.answered_by == "upstream"
    assert sent.digest == digest("GET", "/things?a=1#frag", "api.vendor.test")
    assert sent.digest in cloud.arrivals
    assert answered.id == sent.id
    assert answered.status == 200
    assert tape.body(answered) == body
    assert answered.peer[0] == "127.0.0.1"
    assert (answered.address, answered.address_from) == ("203.0.113.7", "zone")


def test_a_posted_body_is_stored_and_digested_like_the_cloud_does(secure, tape, cloud):
    body = bytes(range(256)) * 40
    secure("api.vendor.test").request(post("api.vendor.test", body), body)
    (sent,) = tape.wait("sent")
    assert tape.body(sent) == body
    assert sent.digest in cloud.arrivals


def test_a_chunked_body_is_stored_after_transfer_decoding(secure, tape, cloud):
    head = b"POST /c HTTP/1.1\r\nHost: api.vendor.test\r\nTransfer-Encoding: chunked\r\n\r\n"
    secure("api.vendor.test").request(head, b"3\r\nabc\r\n2\r\nde\r\n0\r\n\r\n")
    (sent,) = tape.wait("sent")
    assert tape.body(sent) == b"abcde"
    assert sent.digest in cloud.arrivals


def test_cleartext_is_recorded_as_http_also_inside_a_tunnel(phone, tape):
    plain = phone()
    plain.request(b"GET http://api.vendor.test/plain HTTP/1.1\r\nHost: api.vendor.test\r\n\r\n")
    inside = phone()
    assert inside.connect("api.vendor.test", 80) == 200
    inside.request(b"GET /inside HTTP/1.1\r\nHost: api.vendor.test\r\n\r\n")
    sent = tape.wait("sent", 2)
    assert [(event.scheme, event.target, event.port) for event in sent] == [
        ("http", "/plain", 80),
        ("http", "/inside", 80),
    ]


def test_a_body_beyond_the_limit_is_counted_digested_and_truncated(secure, tape, cloud):
    body = b"L" * (9 * 1024 * 1024)
    secure("api.vendor.test").request(post("api.vendor.test", body), body)
    (sent,) = tape.wait("sent")
    assert sent.truncated is True
    assert sent.length == len(body)
    assert sent.body.length == 8 * 1024 * 1024
    assert sent.digest in cloud.arrivals


def test_a_large_response_passes_whole_and_is_stored_to_the_limit(secure, tape):
    _, _, body = secure("api.vendor.test").request(b"GET /big HTTP/1.1\r\nHost: api.vendor.test\r\n\r\n")
    assert len(body) == 9 * 1024 * 1024
    (answered,) = tape.wait("answered")
    assert (answered.truncated, answered.length) == (True, len(body))


def test_an_upload_that_breaks_off_is_a_truncated_request_with_what_had_come(secure, tape):
    client = secure("api.vendor.test")
    client.send(post("api.vendor.test", b"x" * 1000) + b"canary-that-left")
    tape.wait("client-hello")
    client.socket.shutdown(2)
    (failed,) = tape.wait("failed")
    (sent,) = tape.events("sent")
    assert sent.truncated is True
    assert tape.body(sent) == b"canary-that-left"
    assert failed.id == sent.id


def test_a_response_that_breaks_off_is_kept_as_far_as_it_came(secure, tape):
    secure("api.vendor.test").request(b"GET /slow HTTP/1.1\r\nHost: api.vendor.test\r\n\r\n")
    (failed,) = tape.wait("failed")
    (answered,) = tape.wait("answered")
    assert failed.id == answered.id
    assert answered.truncated is True
    assert tape.body(answered) == b"half"


def test_a_request_to_a_dead_server_is_recorded_with_its_body(phone, tape):
    client = phone()
    body = b"sent to nobody"
    head = f"POST http://dead.vendor.test:81/x HTTP/1.1\r\nHost: dead\r\nContent-Length: {len(body)}\r\n\r\n"
    status, _, _ = client.request(head.encode(), body)
    assert status == 502
    (failed,) = tape.wait("failed")
    (sent,) = tape.events("sent")
    assert tape.body(sent) == body
    assert (failed.id, failed.host, failed.port) == (sent.id, "dead.vendor.test", 81)


def test_an_upstream_with_a_foreign_certificate_is_a_failure_and_not_an_answer(secure, tape):
    client = secure("unsafe.vendor.test")
    status, _, _ = client.request(b"GET / HTTP/1.1\r\nHost: unsafe.vendor.test\r\n\r\n")
    assert status == 502
    (failed,) = tape.wait("failed")
    assert "verify failed" in failed.error.lower()
    assert not tape.events("answered")


def test_a_request_that_cannot_be_parsed_is_a_gap_of_its_connection(phone, tape):
    client = phone()
    client.send(b"GET http://api.vendor.test/ HTTP/1.1\r\nno colon here\r\n\r\n")
    client.drain()
    (closed,) = tape.wait("flow-closed")
    (failed,) = tape.events("failed")
    assert failed.conn == closed.conn
    assert closed.requests == 0


def test_headers_that_never_end_are_a_gap_of_their_connection(phone, tape):
    client = phone()
    client.send(b"GET http://api.vendor.test/ HTTP/1.1\r\nCookie: canary-in-half-a-request")
    client.socket.shutdown(1)
    client.drain()
    tape.wait("flow-closed")
    assert any("canary-in-half-a-request" in failed.error for failed in tape.events("failed"))


def test_hostile_bytes_in_method_path_and_headers_do_not_stop_the_recorder(phone, tape, recorder):
    for head in (
        b"G\xff\xfeT http://api.vendor.test/\xff\xfe HTTP/1.1\r\nHost: \xff\r\n\xff: \xfe\r\n\r\n",
        b"GET http://\xff\xfe/ HTTP/1.1\r\nHost: x\r\n\r\n",
        b"GET http://api.vendor.test/ HTTP/9.9\r\nContent-Length: -1\r\n\r\n",
        b"POST http://api.vendor.test/ HTTP/1.1\r\nContent-Length: 5\r\nContent-Length: 6\r\n\r\nabc",
        b"PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n",
        b"\x00" * 100,
        b"CONNECT \xff:99999 HTTP/1.1\r\n\r\n",
        b"GET http://[::1/ HTTP/1.1\r\n\r\n",
    ):
        client = phone()
        client.send(head)
        client.socket.shutdown(1)
        client.drain()
    closed = tape.wait("flow-closed", 8)
    assert recorder.alive()
    gaps = {event.conn for event in tape.events("failed") + tape.events("refused")}
    read = {event.conn for event in tape.events("sent")}
    silent = {event.conn for event in closed} - gaps - read
    assert not silent, [event for event in tape.events() if event.conn in silent]


def test_http2_requests_keep_their_authority(recorder, tape, curl):
    curl("--http2", "https://api.vendor.test/two", "-d", "h2 body")
    (sent,) = tape.wait("sent")
    assert (sent.http_version, sent.authority) == ("HTTP/2.0", "api.vendor.test")
    assert tape.body(sent) == b"h2 body"
