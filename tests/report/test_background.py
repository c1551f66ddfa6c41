from __future__ import annotations

from harness.report.background import BODY_MOST, Exchange, known_of
from tests.judge.honest import tables
from tests.report.record import APP, WORDS, background, recording, witness


def test_values_are_found_under_the_path_that_leads_to_them() -> None:
    url = ("body", "json:[0].url")
    values = {
        ("body", "json:[0].event"): b"visit",
        (*url, "url.path"): b"/a",
        (*url, "url.query:q"): b"b",
        ("body", "json:[0].url2"): b"other",
        ("header:host",): b"h",
    }
    exchange = Exchange(0, "", values)

    assert exchange.under(("header:host",)) == (("", b"h"),)
    assert exchange.under(url) == (("url.path", b"/a"), ("url.query:q", b"b"))
    assert [name for name, _ in exchange.under(("body", "json:[0]"))] == [
        "event",
        "url > url.path",
        "url > url.query:q",
        "url2",
    ]
    assert exchange.under(()) == exchange.under(("body", "json:[1]")) == ()


def test_only_witnessing_exchanges_are_read_again() -> None:
    assert background().exchanges == {}
    assert set(background(witness()).exchanges) == {"e1.74"}
    assert background(witness(exchange="e9.9")).exchanges == {}


def test_a_large_body_is_not_decoded_again() -> None:
    found = witness()
    noise = "".join(chr(0x4E00 + number * 7919 % 20000) for number in range(BODY_MOST))

    assert background(found, noise=noise).exchanges["e1.74"].values == {}


def test_an_app_is_told_by_title_version_and_package() -> None:
    assert background().app(APP) == "Mi Browser 12.1.4-g (com.mi.globalbrowser)"
    assert background().app("com.other") == "com.other"
    assert {item.part for item in background().identifiers} == {"serial", f"android_id:{APP}"}
    assert "serial" not in {item.part for item in background().contents}
    assert background().rooted == ("imei",)


def test_what_is_known_without_the_traffic_has_the_same_words() -> None:
    known, whole = known_of(recording(), tables().ledger, WORDS), background(witness())

    assert (known.exchanges, known.lookup) == ({}, None)
    for name in ("claims", "planted", "apps", "versions", "rooted", "words"):
        assert getattr(known, name) == getattr(whole, name), name
