from __future__ import annotations

import base64
import gzip
import io
import json

import pytest

from harness.capture.har import entries, write_har
from harness.capture.recording import Recording
from harness.model.errors import EvidenceError


@pytest.fixture
def run(tmp_path):
    recording = Recording(tmp_path / "data", tmp_path / "sequence")
    recording.start(simulated=True)
    return tmp_path / "data", recording


def send(recording, body=b"", *, scheme="https", port=443, target="/p?a=1&b=#f", headers=(), **more):
    exchange = recording.new_exchange()
    recording.event(
        "sent",
        **{
            "id": exchange,
            "kind": "http",
            "conn": "c1.1",
            "scheme": scheme,
            "method": "POST" if body else "GET",
            "host": "api.vendor.test",
            "port": port,
            "target": target,
            "http_version": "HTTP/1.1",
            "headers": [list(pair) for pair in headers],
            "body": recording.body(body),
            "truncated": False,
            "answered_by": "upstream",
            **more,
        },
    )
    return exchange


def answer(recording, exchange, body=b"", headers=(), status=200, **more):
    recording.event(
        "answered",
        id=exchange,
        status=status,
        headers=[list(pair) for pair in headers],
        body=recording.body(body),
        peer=["127.0.0.1", 9],
        address="203.0.113.7",
        address_from="zone",
        **more,
    )


def har(data):
    out = io.StringIO()
    count = write_har(data, out)
    log = json.loads(out.getvalue())["log"]
    assert count == len(log["entries"])
    assert log["version"] == "1.2"
    return log["entries"]


def test_an_exchange_is_an_entry_with_both_bodies(run):
    data, recording = run
    exchange = send(recording, b"a=b", headers=[("Content-Type", "application/x-www-form-urlencoded")])
    answer(recording, exchange, b'{"ok":1}', [("Content-Type", "application/json"), ("Location", "/x")])
    (entry,) = har(data)
    assert entry["request"]["url"] == "https://api.vendor.test/p?a=1&b=#f"
    assert entry["request"]["queryString"] == [{"name": "a", "value": "1"}, {"name": "b", "value": ""}]
    assert entry["request"]["postData"] == {"mimeType": "application/x-www-form-urlencoded", "text": "a=b"}
    assert entry["response"]["content"]["text"] == '{"ok":1}'
    assert entry["response"]["redirectURL"] == "/x"
    assert entry["serverIPAddress"] == "203.0.113.7"
    assert entry["_exchange"] == exchange


def test_what_is_no_text_stands_as_base64(run):
    data, recording = run
    packed = gzip.compress(b"{}")
    exchange = send(recording, packed, headers=[("Content-Encoding", "gzip")])
    answer(recording, exchange, b"\xff\xfe", truncated=True)
    (entry,) = har(data)
    assert base64.b64decode(entry["request"]["postData"]["text"]) == packed
    assert entry["request"]["postData"]["encoding"] == "base64"
    assert base64.b64decode(entry["response"]["content"]["text"]) == b"\xff\xfe"
    assert "cut off" in entry["response"]["comment"]


def test_failures_and_silence_have_status_0(run):
    data, recording = run
    silent = send(recording, scheme="http", port=8080, host="::1")
    failed = send(recording)
    recording.event("failed", id=failed, conn="c1.1", host="x", port=1, error="reset")
    recording.event("failed", conn="c1.1", error="no exchange")
    first, second = har(data)
    assert (first["_exchange"], first["response"]["status"], first["_error"]) == (failed, 0, "reset")
    assert (second["_exchange"], second["request"]["url"]) == (silent, "http://[::1]:8080/p?a=1&b=#f")


def test_other_events_are_no_entries(run):
    data, recording = run
    recording.event("heartbeat", exchanges=0)
    send(recording, kind="tcp")
    assert har(data) == []


def test_a_line_that_does_not_read_is_an_evidence_error(run):
    data, recording = run
    exchange = send(recording)
    recording.event("answered", id=exchange, status=200)
    with pytest.raises(EvidenceError, match="does not read"):
        list(entries(data))


def test_a_recorded_run_exports(recorder, secure, tape):
    secure("har.claims.test").request(b"GET /har HTTP/1.1\r\nHost: har.claims.test\r\n\r\n")
    tape.wait("answered")
    assert any(entry["request"]["url"] == "https://har.claims.test/har" for entry in har(tape.run / "data"))
