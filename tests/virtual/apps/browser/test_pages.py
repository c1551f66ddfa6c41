from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.virtual.apps.browser.pages import Image, Link, Submit, Text, parse

URL = "https://a.test/dir/page?x=1#f"


def test_a_page_is_its_title_text_links_images_and_buttons_in_order():
    page = parse(
        """<!doctype html><html><head><title> A  title </title><style>no</style>
        <link rel="shortcut icon" href="/i.png"><meta name=referrer content=No-Referrer></head>
        <body><h1>Head</h1>one <b>two</b><br>three<script>no()</script>
        <a href="other">go <i>there</i></a> rest
        <img src="//img.test/1.png" alt="a picture"><img src="2.png">
        <form action="/send" method="POST" enctype="multipart/form-data">
        <input type=hidden name=h value="&lt;v&gt;"><input name=t value=u><input type=checkbox name=c value=1>
        <input type=radio name=r value=2 checked><textarea name=a>
 b &amp; c</textarea><input type=submit value=Send name=s><button name=k value=w>Other <b>way</b></button>
        </form></body></html>""",
        URL,
    )

    assert page.title == "A title"
    assert page.icon == "https://a.test/i.png"
    assert page.referrer_policy == "no-referrer"
    texts = [item.text for item in page.items if isinstance(item, Text)]
    assert texts == ["Head", "one two", "three", "rest"]
    assert [item for item in page.items if isinstance(item, Link)] == [
        Link("go there", "https://a.test/dir/other")
    ]
    assert [item for item in page.items if isinstance(item, Image)] == [
        Image("https://img.test/1.png", "a picture"),
        Image("https://a.test/dir/2.png", ""),
    ]
    send, other = [item for item in page.items if isinstance(item, Submit)]
    assert (send.text, send.own, other.text, other.own) == (
        "Send",
        (("s", "Send"),),
        "Other way",
        (("k", "w"),),
    )
    assert (send.form.action, send.form.method) == ("https://a.test/send", "post")
    assert send.form.fields == [("h", "<v>"), ("t", "u"), ("r", "2"), ("a", "\n b & c")]


def test_a_form_without_an_action_goes_where_the_page_is():
    (button,) = parse("<form><input type=submit></form>", URL).items

    assert (button.form.action, button.form.method, button.text) == (URL, "get", "Submit")


@pytest.mark.parametrize("href", ["javascript:alert(1)", "mailto:a@b.test", "", "http://["])
def test_a_link_that_leads_nowhere_is_text(href):
    page = parse(f'<a href="{href}">words</a>', "https://a.test/")

    assert all(isinstance(item, Text) or item.href.startswith("https://a.test/") for item in page.items)


def test_the_base_of_a_page_is_honoured():
    page = parse('<base href="https://b.test/x/"><a href="y">z</a>', URL)

    assert page.items == (Link("z", "https://b.test/x/y"),)


def test_a_page_without_end_is_cut():
    page = parse("<p>x" * 100_000, URL)

    assert len(page.items) == 2000


@given(st.text())
def test_any_text_is_a_page(text):
    parse(text, URL)


@given(
    st.lists(
        st.sampled_from(
            [
                "<a href=x>",
                "</a>",
                "<form>",
                "</form>",
                "<button>",
                "</button>",
                "<input>",
                "<textarea>",
                "</textarea>",
                "<title>",
                "</title>",
                "<img src=x>",
                "t",
                "<svg>",
            ]
        )
    )
)
def test_any_nesting_is_a_page(parts):
    parse("".join(parts), URL)
