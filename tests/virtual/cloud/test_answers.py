from __future__ import annotations

import gzip
import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.virtual.cloud.answers import Answer, Answers
from harness.virtual.cloud.reading import Request


def ask(host, target, method="GET"):
    return Answers(1).answer(Request(method, target, [("Host", host)], b""))


@pytest.mark.parametrize("host", ["www.google.com", "duckduckgo.com", "www.bing.com"])
def test_a_search_engine_shows_results_that_are_no_links(host):
    answer = ask(host, "/search?q=red+kite")

    assert answer.status == 200
    assert b"red kite" in answer.body
    assert b"href" not in answer.body


def test_the_feed_gives_other_items_every_time():
    answers = Answers(1)
    request = Request("GET", "/list", [("Host", "feed.browser.intl.miui.com")], b"")

    first, second = (json.loads(answers.answer(request).body)["items"] for _ in range(2))

    assert first
    assert not {item["id"] for item in first} & {item["id"] for item in second}


@pytest.mark.parametrize(
    ("host", "target", "expected"),
    [
        ("data.mistat.intl.xiaomi.com", "/mistats/v3", {"code": 200}),
        ("tracking.intl.miui.com", "/track/v4", {"code": 0}),
    ],
)
def test_a_collector_says_what_its_client_takes_for_success(host, target, expected):
    assert json.loads(ask(host, target, "POST").body) == expected


def test_the_analytics_client_is_told_to_go_on():
    answer = ask("sa.api.intl.miui.com", "/config/Android.conf?project=x")

    assert json.loads(answer.body)["configs"]["disableSDK"] is False


@given(st.text(), st.text())
def test_every_request_has_an_answer(host, target):
    assert 200 <= ask(host, target).status < 500


def test_a_client_that_takes_gzip_gets_it():
    request = Request("GET", "/", [("Accept-Encoding", "gzip, deflate")], b"")

    head, _, body = Answer(200, b"x" * 1000, "text/html").encode(request, close=False).partition(b"\r\n\r\n")

    assert b"Content-Encoding: gzip" in head
    assert gzip.decompress(body) == b"x" * 1000
    assert b"Content-Length: %d" % len(body) in head


def test_an_answer_to_head_has_no_body():
    raw = Answer(200, b"x", "text/plain").encode(Request("HEAD", "/", [], b""), close=True)

    assert raw.endswith(b"\r\n\r\n")
