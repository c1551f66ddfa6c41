from __future__ import annotations

import pytest

from harness.virtual.apps.browser.visits import _facts

BROWSER = "com.mi.globalbrowser"


@pytest.mark.parametrize(
    ("url", "expected"),
    [
        ("https://a.test/p?q#f", {"url": "https://a.test/p?q#f", "host": "a.test", "path": "/p"}),
        ("http://[::1", {"url": "http://[::1"}),
    ],
)
def test_an_address_gives_its_facts_where_it_has_them(url, expected):
    assert _facts(url) == expected


def test_an_address_that_is_none_is_an_error_page_and_no_crash(scene):
    async def act(here):
        await here.boot()
        await here.open(BROWSER, url="http://[::1")
        await here.until(lambda: not here.node("loading"))
        return here.texts(), here.phone.foreground

    texts, foreground = scene(act, behaviours=("sensors-as-reported",))

    assert "ERR_INVALID_URL" in texts
    assert foreground == BROWSER


def test_a_stop_in_the_middle_of_a_load_ends_it(scene):
    async def act(here):
        await here.boot()
        await here.open(BROWSER)
        await here.open(BROWSER, url="https://news.example.com/x")
        loading = here.node("loading")
        await here.device.stop_app(BROWSER)
        await here.open(BROWSER)
        return loading, here.node("search_hint"), here.emissions

    loading, home, emissions = scene(act)

    assert loading is not None
    assert home is not None
    # The name was asked for, by a datagram that had left.
    assert {line.get("outcome") for line in emissions} <= {None, "failed", "answered", "sent"}
