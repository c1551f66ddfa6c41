from __future__ import annotations

import pytest

from harness.capture.gateway.header import Route
from harness.capture.gateway.policy import Policy, is_quic, scheme
from harness.capture.upstream import CANARY_ADDRESS, Upstream

HOME = ("10.0.0.2", 4000)
REAL = Upstream("claims.test", None)


def to(host, port, protocol=17):
    return Route(protocol, HOME, (host, port))


@pytest.mark.parametrize(
    ("port", "datagram", "quic"),
    [
        (443, b"", True),
        (443, b"\x40", True),
        (8443, b"\xc0" + bytes(1199), True),
        (8443, b"\xc0" + bytes(1000), False),
        (8443, b"\x40" + bytes(1199), False),
    ],
)
def test_quic_is_known_by_its_port_or_its_first_packet(port, datagram, quic):
    assert is_quic(port, datagram) is quic


def test_packets_are_named():
    flows = [to("1.1.1.1", 53), to("1.1.1.1", 443), to("1.1.1.1", 123), to("1.1.1.1", 0, 1)]
    assert [scheme(flow, b"x") for flow in flows] == ["dns", "quic", "udp", "icmp"]


@pytest.mark.parametrize(
    ("route", "words"),
    [
        (to("203.0.113.7", 0, 1), "icmp is recorded"),
        (to("203.0.113.7", 443), "QUIC"),
        (to("224.0.0.251", 5353), "packets to many"),
        (to("ff02::fb", 5353), "packets to many"),
        (to("255.255.255.255", 67), "packets to many"),
        (to(CANARY_ADDRESS, 53), "canary site"),
    ],
)
def test_what_is_kept_back_has_its_reason(route, words):
    assert words in (Policy(REAL).refusal(route, b"x") or "")


def test_everything_else_is_handed_on():
    assert Policy(REAL).refusal(to("203.0.113.7", 123), b"x") is None
    assert Policy(REAL, passes_quic=True).refusal(to("203.0.113.7", 443), b"x") is None
