from __future__ import annotations

import hashlib

from harness.capture.body import BodyInFlight, request_start, whole_body


def test_a_body_passes_unchanged_and_is_digested_whole_but_kept_to_the_limit():
    body = BodyInFlight(b"start", limit=5)
    assert [body(chunk) for chunk in (b"abc", b"defg", b"h", b"")] == [b"abc", b"defg", b"h", b""]
    assert (body.kept, body.length, body.truncated, body.whole) == (b"abcde", 8, True, True)
    assert body.digest == hashlib.sha256(b"startabcdefgh").hexdigest()


def test_a_body_that_never_ended_is_truncated():
    body = BodyInFlight()
    body(b"abc")
    assert body.truncated
    assert not BodyInFlight().whole


def test_a_whole_body_is_not_truncated():
    assert not whole_body(b"", b"abc").truncated
    assert not whole_body(b"", b"").truncated
    assert whole_body(b"", b"abc", limit=2).truncated


def test_the_digest_of_a_request_starts_with_method_target_and_lower_case_host():
    assert request_start(b"GET", b"/a?b#c", "API.Vendor.test") == b"GET /a?b#c\napi.vendor.test\n"
    assert request_start(b"GET", b"/", "\udcff") == b"GET /\n\\udcff\n"
