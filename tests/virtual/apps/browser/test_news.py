from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harness.virtual.apps.browser.news import Item, read_feed


def test_items_are_read_and_what_is_none_is_left_out():
    body = b'{"items":[{"id":"1","title":"t","url":"u","more":2},{"id":2,"title":"t","url":"u"},null]}'

    assert read_feed(body) == [Item("1", "t", "u")]


@given(st.binary())
def test_noise_is_no_news(noise):
    assert read_feed(noise) == []


def test_a_feed_without_end_is_no_news():
    assert read_feed(b"[" * 1_000_000) == []
