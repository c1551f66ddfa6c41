from __future__ import annotations

from email.parser import BytesParser
from urllib.parse import parse_qsl

from hypothesis import given
from hypothesis import strategies as st

from harness.virtual.apps.browser.forms import submission
from harness.virtual.apps.browser.pages import Form, Submit

PAIRS = [("a", "1 2"), ("ü", "&=\r\n"), ("a", "3")]


def submit(method, enctype="application/x-www-form-urlencoded", pairs=PAIRS):
    return submission(
        Submit("Go", Form("https://a.test/f?old=1#frag", method, enctype, list(pairs)), (("s", "Go"),))
    )


def test_get_replaces_the_query():
    made = submit("get")

    assert made.method == "GET"
    assert made.url.startswith("https://a.test/f?a=1+2&")
    assert parse_qsl(made.url.partition("?")[2]) == [*PAIRS, ("s", "Go")]


@given(st.lists(st.tuples(st.text(min_size=1), st.text(min_size=1))))
def test_urlencoded_reads_back(pairs):
    made = submit("post", pairs=pairs)

    assert parse_qsl(made.body.decode("ascii"), keep_blank_values=True) == [*pairs, ("s", "Go")]
    assert made.kind == "application/x-www-form-urlencoded"


def test_multipart_reads_back_with_the_standard_library():
    made = submit("post", "multipart/form-data", [("a", "1"), ("b", "line\r\nline")])

    message = BytesParser().parsebytes(f"Content-Type: {made.kind}\r\n\r\n".encode() + made.body)
    parts = [
        (part.get_param("name", header="content-disposition"), part.get_payload())
        for part in message.get_payload()
    ]
    assert parts == [("a", "1"), ("b", "line\r\nline"), ("s", "Go")]


def test_plain_text_is_one_line_per_field():
    made = submit("post", "text/plain", [("a", "1"), ("b", "2=3")])

    assert made.body == b"a=1\r\nb=2=3\r\ns=Go\r\n"
