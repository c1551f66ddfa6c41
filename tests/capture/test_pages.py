from __future__ import annotations

from html.parser import HTMLParser

import pytest

from harness.capture.favicon import favicon
from harness.capture.pages import Pages, read_page, render
from harness.model.errors import SetupError

PAGE = {
    "id": "p1",
    "host": "News.claims.test",
    "path": "/article",
    "query": "q=tok",
    "status": 200,
    "title": "Title <b>tok</b>",
    "text": 'Body & "tok"',
    "links": [{"href": "https://two.claims.test/?a=1&b=2", "text": "go <on>"}],
}
SPIKE = {
    "id": "s1",
    "host": "spike.claims.test",
    "path": "/s",
    "images": ["https://img.claims.test/i.png?v=a%2Bb"],
    "forms": [
        {
            "action": "https://spike.claims.test/take",
            "method": "post",
            "enctype": "multipart/form-data",
            "fields": [["data", 'a"<&\nb']],
            "submit": "Send it",
        }
    ],
}


class Parsed(HTMLParser):
    def __init__(self, html):
        super().__init__()
        self.tags, self.text = [], ""
        self.feed(html.decode())

    def handle_starttag(self, tag, attrs):
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data):
        self.text += data

    def all(self, tag):
        return [attributes for name, attributes in self.tags if name == tag]


@pytest.fixture
def pages():
    made = Pages("claims.test")
    assert made.register([PAGE, SPIKE]) == 2
    return made


def policy(answer):
    return dict(answer.headers)["Content-Security-Policy"]


def test_a_page_is_inert_and_says_each_part_once_escaped(pages):
    answer = pages.answer("GET", "news.claims.test", "/article?q=tok#fragment")
    assert (answer.page, answer.status) == ("p1", 200)
    page = Parsed(answer.body)
    assert "Title <b>tok</b>" in page.text
    assert 'Body & "tok"' in page.text
    assert page.all("a") == [{"href": "https://two.claims.test/?a=1&b=2", "rel": "noreferrer"}]
    assert not {"script", "img", "iframe", "style", "form", "object", "video"} & {tag for tag, _ in page.tags}
    assert policy(answer) == "default-src 'none'; base-uri 'none'; form-action 'none'; img-src 'self'"
    headers = dict(answer.headers)
    assert headers["Referrer-Policy"] == "no-referrer"
    assert headers["X-DNS-Prefetch-Control"] == "off"
    assert headers["Cache-Control"] == "no-store"


def test_a_spike_page_has_its_images_and_forms_and_a_policy_that_lets_them(pages):
    answer = pages.answer("GET", "spike.claims.test", "/s")
    page = Parsed(answer.body)
    assert [image["src"] for image in page.all("img")] == ["https://img.claims.test/i.png?v=a%2Bb"]
    (form,) = page.all("form")
    assert form == {
        "action": "https://spike.claims.test/take",
        "method": "post",
        "enctype": "multipart/form-data",
    }
    assert page.all("input") == [{"type": "hidden", "name": "data", "value": 'a"<&\nb'}]
    assert "Send it" in page.text
    assert "img-src 'self' https://*.claims.test http://*.claims.test" in policy(answer)
    assert "form-action *" in policy(answer)


def test_an_unregistered_place_gets_a_minimal_page_that_asks_for_nothing(pages):
    for host, target in (
        ("news.claims.test", "/other"),
        ("news.claims.test", "/article"),
        ("x.claims.test", "/"),
    ):
        answer = pages.answer("GET", host, target)
        assert (answer.page, answer.status) == (None, 200)
        assert Parsed(answer.body).all("link") == [{"rel": "icon", "href": "data:,"}]


def test_a_redirect_goes_where_it_was_told_and_cannot_split_the_header(pages):
    pages.register([{"id": "r", "host": "r.claims.test", "path": "/", "redirect": "https://a.test/\r\nX: y"}])
    answer = pages.answer("GET", "r.claims.test", "/")
    assert (answer.page, answer.status) == ("r", 302)
    assert dict(answer.headers)["Location"] == "https://a.test/%0D%0AX: y"
    pages.register([{"id": "r", "host": "r.claims.test", "path": "/", "redirect": "/b", "status": 307}])
    assert pages.answer("POST", "r.claims.test", "/").status == 307


def test_every_host_has_an_icon_of_its_own(pages):
    one = pages.answer("GET", "one.claims.test", "/favicon.ico").body
    assert one.startswith(b"\x89PNG\r\n\x1a\n")
    assert one == favicon("one.claims.test")
    assert one != pages.answer("GET", "two.claims.test", "/favicon.ico").body


def test_head_has_headers_and_no_body(pages):
    answer = pages.answer("HEAD", "news.claims.test", "/article?q=tok")
    assert (answer.page, answer.body) == ("p1", b"")


@pytest.mark.parametrize(
    "change",
    [
        {"nonsense": 1},
        {"links": [{"href": "x"}]},
        {"forms": [{"verb": "x"}]},
        {"status": "many"},
        {"links": 3},
    ],
)
def test_a_page_that_does_not_read_is_refused(change):
    with pytest.raises(SetupError):
        read_page({**PAGE, **change})


def test_pages_are_registered_all_or_none_and_only_on_canary_hosts(pages):
    with pytest.raises(SetupError, match=r"example\.com"):
        pages.register([{**PAGE, "path": "/new"}, {**PAGE, "host": "example.com"}])
    assert pages.answer("GET", "news.claims.test", "/new?q=tok").page is None
    with pytest.raises(SetupError):
        pages.register([{key: value for key, value in PAGE.items() if key != "id"}])


def test_text_that_is_no_text_still_renders():
    page = read_page({**PAGE, "text": "lone \udc80 surrogate", "title": "\x00"})
    assert b"&#56448;" in render(page)


def test_pages_are_served_and_recorded_over_http_and_https(recorder, phone, secure, tape):
    recorder.pages([{**PAGE, "host": "served.claims.test"}])
    head = b"GET /article?q=tok HTTP/1.1\r\nHost: served.claims.test\r\n\r\n"
    status, headers, body = secure("served.claims.test").request(head)
    assert (status, b"Body &amp;" in body) == (200, True)
    assert b"no-referrer" in headers
    plain = head.replace(b"GET /", b"GET http://served.claims.test/")
    assert phone().request(plain)[2] == body
    sent = tape.wait("sent", 2)
    assert [(event.answered_by, event.page, event.scheme) for event in sent] == [
        ("canary", "p1", "https"),
        ("canary", "p1", "http"),
    ]
    answered = tape.wait("answered", 2)
    assert {(event.peer, event.address_from) for event in answered} == {(None, "none")}
    assert tape.body(answered[0]) == body


def test_a_form_posted_to_a_canary_site_is_recorded(secure, tape):
    body = b"data=" + b"v" * (2 * 1024 * 1024)
    head = b"POST /take HTTP/1.1\r\nHost: spike.claims.test\r\nContent-Length: %d\r\n\r\n" % len(body)
    assert secure("spike.claims.test").request(head, body)[0] == 200
    (sent,) = tape.wait("sent")
    assert (sent.page, sent.truncated) == (None, False)
    assert tape.body(sent) == body


def test_an_upload_to_a_canary_site_beyond_the_limit_ends_as_a_gap(secure, tape, recorder):
    head = b"POST /take HTTP/1.1\r\nHost: big.claims.test\r\nContent-Length: 20000000\r\n\r\n"
    assert secure("big.claims.test").request(head, b"v" * 1000)[0] == 502
    assert tape.wait("sent")[0].truncated is True
    assert tape.wait("failed")[0].host == "big.claims.test"
    assert recorder.alive()
