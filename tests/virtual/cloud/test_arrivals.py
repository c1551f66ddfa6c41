from __future__ import annotations

import base64
import hashlib
import json

from harness.virtual.cloud import arrivals


def test_a_large_body_is_kept_in_part_and_digested_whole(tmp_path):
    log = arrivals.Arrivals(tmp_path / "arrivals.jsonl")
    body = b"x" * 100_000

    log.payload(transport="udp", host="", port=443, body=body, peer=("127.0.1.5", 4000))
    log.close()

    line = json.loads((tmp_path / "arrivals.jsonl").read_text())
    assert line["length"] == 100_000
    assert line["body_sha256"] == line["digest"] == hashlib.sha256(body).hexdigest()
    assert len(base64.b64decode(line["body_b64"])) == arrivals.KEPT
    assert line["route_peer"] == ["127.0.1.5", 4000]
    assert line["t"].endswith("Z")
    assert log.count == 1


def test_the_digest_covers_method_target_host_and_body():
    told = arrivals.request_digest("GET", "/\xe9", "WWW.Example.com", b"b")

    assert told == hashlib.sha256(b"GET /\xe9\nwww.example.com\nb").hexdigest()
