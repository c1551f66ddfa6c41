from __future__ import annotations

from harness.virtual.cloud import feed


def test_every_item_of_every_batch_is_unique():
    news = feed.Feed(1)
    items = [item for _ in range(20) for item in news.batch()]

    for field in ("id", "title", "url"):
        assert len({getattr(item, field) for item in items}) == 200


def test_the_page_of_an_item_has_its_title():
    news = feed.Feed(1)
    (item,) = news.batch(1)

    assert item.title.encode() in feed.Feed(1).page(item.id)
    assert feed.Feed(2).item(item.id).title != item.title


def test_a_page_is_inert():
    page = feed.page("<script>", "<img src=x>")

    assert b"<script" not in page
    assert b"<img" not in page
