from __future__ import annotations

import pytest

from harness.judge.attribution import Attribution
from harness.judge.gaps import Gaps
from harness.judge.places import Places
from harness.judge.traffic import Traffic
from harness.model.message import GapReason
from harness.model.recording import Package, SocketOwner
from harness.model.wire import (
    ClientHello,
    ConnectionClosed,
    ConnectionOpened,
    TlsEstablished,
    TrafficMark,
)

UID, PORT = 10123, 8080


@pytest.fixture
def traffic():
    socket = SocketOwner(("127.0.1.2", 40000), ("127.0.0.1", PORT), "tcp", UID, 0, 10**9)
    attribution = Attribution((socket,), (Package("org.a", UID, "", ""),), PORT)
    gaps = Gaps(attribution, Places((), ()))
    return Traffic(attribution, gaps), gaps


def opened(name: str, port: int = 40000, time: int = 10) -> ConnectionOpened:
    return ConnectionOpened(time_us=time, conn=name, client=("127.0.1.2", port), mode="regular")


def closed(name: str, sent: int = 500, requests: int = 0, time: int = 90) -> ConnectionClosed:
    return ConnectionClosed(
        time_us=time, conn=name, sent_bytes=sent, received_bytes=0, requests=requests, tls=False
    )


def hello(name: str, host: str = "x.test", versions: tuple[str, ...] = ("TLSv1.3",)) -> ClientHello:
    return ClientHello(time_us=11, conn=name, sni=host, versions=versions)


def mark(**figures: tuple[int, int]) -> TrafficMark:
    return TrafficMark(time_us=50, mark="1", conns=figures)


def test_owners_are_known_while_needed(traffic):
    folded, _ = traffic
    folded.opened(opened("mine"))
    folded.opened(opened("whose", 40001))
    assert (folded.owner("mine"), folded.owner("whose"), folded.owner(None)) == (UID, None, None)
    for name in ("mine", "whose"):
        folded.closed(closed(name))
    assert set(folded.connections) == {"whose"}
    assert (folded.connections["whose"].closed_us, folded.connections["whose"].sent_bytes) == (90, 500)
    assert folded.living("whose") is None


@pytest.mark.parametrize("tls", [True, False])
def test_a_connection_without_a_message_is_a_gap(traffic, tls):
    folded, gaps = traffic
    folded.opened(opened("c"))
    if tls:
        folded.hello(hello("c"))
        folded.established(TlsEstablished(conn="c", side="client"))
    folded.closed(closed("c"))
    (gap,) = gaps.result()
    assert gap.reason is (GapReason.TLS_OPAQUE if tls else GapReason.TCP_OPAQUE)
    assert (gap.uid, gap.size, gap.first_us, gap.last_us) == (UID, 500, 10, 90)


def test_a_connection_that_outlives_the_recording_is_a_gap(traffic):
    folded, gaps = traffic
    folded.opened(opened("c"))
    folded.hello(hello("c", "push.test"))
    folded.mark(mark(c=(400, 0)))
    folded.finish(99)
    (gap,) = gaps.result()
    assert (gap.host, gap.size, gap.last_us) == ("push.test", 400, 99)


def test_a_refused_handshake_is_told_by_its_own_gap(traffic):
    folded, gaps = traffic
    folded.opened(opened("c"))
    folded.living("c").refused = True
    folded.closed(closed("c"))
    assert gaps.result() == ()


def test_a_connection_that_sent_nothing_hides_nothing(traffic):
    folded, gaps = traffic
    folded.opened(opened("c"))
    folded.closed(closed("c", sent=0))
    assert gaps.result() == ()


def test_fewer_messages_than_were_recorded_are_a_gap(traffic):
    folded, gaps = traffic
    folded.opened(opened("c"))
    folded.living("c").requests = 1
    folded.closed(closed("c", requests=2))
    folded.opened(opened("d"))
    folded.living("d").requests = 1
    folded.closed(closed("d", requests=1))
    assert [gap.reason for gap in gaps.result()] == [GapReason.TRUNCATED]


def test_an_end_without_a_beginning_is_a_gap_of_nobody(traffic):
    folded, gaps = traffic
    folded.closed(closed("lost"))
    (gap,) = gaps.result()
    assert (gap.uid, gap.size) == (None, 500)


def test_a_mark_sums_up_the_bytes_of_every_uid(traffic):
    folded, _ = traffic
    folded.opened(opened("a"))
    folded.opened(opened("b"))
    folded.opened(opened("c", 40001))
    folded.closed(closed("a", 100))
    folded.mark(mark(a=(100, 0), b=(20, 9), c=(3, 0)))
    found = folded.marks["1"]
    assert (found.time_us, found.sent_bytes, found.connections) == (
        50,
        {UID: 120, None: 3},
        {UID: 2, None: 1},
    )


def test_offers_are_counted_by_sender_and_host(traffic):
    folded, _ = traffic
    folded.opened(opened("a"))
    for name in ("a", "a", "unheard"):
        folded.hello(hello(name, versions=("TLSv1.2",)))
    assert folded.offers == {(UID, "x.test", ("TLSv1.2",)): 2, (None, "x.test", ("TLSv1.2",)): 1}
