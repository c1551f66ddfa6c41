from __future__ import annotations

import pytest

from harness.capture.gateway.answers import answer
from harness.capture.gateway.names import Named, Names, without_port
from harness.capture.upstream import CANARY_ADDRESS, Upstream
from tests.capture.gateway.wire import query

API = "203.0.113.7"


@pytest.fixture
def names():
    made = Names(Upstream("claims.test", None))
    for name in ("old.vendor.test", "API.vendor.test", "old.vendor.test", "api.vendor.test"):
        made.learn(answer(query(name), API), "8.8.8.8")
    made.learn(answer(query("q1.claims.test"), CANARY_ADDRESS), "1.1.1.1")
    return made


@pytest.mark.parametrize(
    ("address", "said", "named"),
    [
        (API, {}, Named("api.vendor.test", "dns")),
        (API, {"host": "old.vendor.test"}, Named("old.vendor.test", "dns")),
        (API, {"sni": "OLD.vendor.test."}, Named("old.vendor.test", "dns")),
        (API, {"host": API}, Named("api.vendor.test", "dns")),
        (API, {"host": "www.google.com"}, Named("api.vendor.test", "contradicted")),
        (API, {"sni": "www.google.com"}, Named("www.google.com", "sni")),
        (API, {"sni": "q1.claims.test"}, Named("api.vendor.test", "dns")),
        (API, {"sni": "q1.claims.test", "host": "q1.claims.test"}, Named("api.vendor.test", "contradicted")),
        ("192.0.2.1", {"host": "www.google.com"}, Named("192.0.2.1", "address")),
        ("192.0.2.1", {"sni": "www.google.com"}, Named("www.google.com", "sni")),
        ("192.0.2.1", {"sni": "q1.claims.test"}, Named("192.0.2.1", "address")),
        (CANARY_ADDRESS, {"host": "q1.claims.test"}, Named("q1.claims.test", "dns")),
        (CANARY_ADDRESS, {"host": "q2.claims.test"}, Named("q2.claims.test", "dns")),
    ],
)
def test_a_destination_is_named_by_what_is_known_and_not_by_what_was_said(names, address, said, named):
    assert names.of(address, **said) == named


def test_an_answer_that_does_not_read_tells_nothing(names):
    names.learn(b"\0\1junk", "8.8.8.8")
    names.learn(answer(query("other.test"), "192.0.2.7")[:-2], "8.8.8.8")

    assert names.of("192.0.2.7") == Named("192.0.2.7", "address")


@pytest.mark.parametrize(
    ("authority", "host"),
    [
        ("a.test:8080", "a.test"),
        ("a.test", "a.test"),
        ("[2001:db8::7]:443", "2001:db8::7"),
        ("", None),
        (None, None),
    ],
)
def test_the_host_of_an_authority(authority, host):
    assert without_port(authority) == host


def test_a_resolver_that_the_suspect_may_run_names_nothing():
    names = Names(Upstream("claims.test", None), ["10.77.0.1"])
    names.learn(answer(query("www.google.com"), "203.0.113.66"), "203.0.113.66")
    names.learn(answer(query("a.vendor.test"), API), "10.77.0.1")

    assert names.of("203.0.113.66", host="www.google.com") == Named("203.0.113.66", "address")
    assert names.of(API) == Named("a.vendor.test", "dns")
