from __future__ import annotations

import socket

import pytest

from harness.capture.upstream import CANARY_ADDRESS
from tests.capture.gateway.wire import Flow, Routed, query

API, API6 = "203.0.113.7", "2001:db8::7"
RESOLVER = ("8.8.8.8", 53)


def test_a_datagram_is_on_record_and_handed_on_and_its_answer_comes_back(gateway, cloud):
    recorder, tape = gateway
    flow = Flow(recorder.port, 17, (API, 9999))
    flow.send(b"one")
    assert flow.receive() == b"<one>"
    flow.send(b"")
    flow.send(b"three")
    flow.close()

    (closed,) = tape.wait("flow-closed")
    (opened,) = tape.events("flow-opened")
    assert (opened.protocol, opened.client, opened.server) == ("udp", flow.source, (API, 9999))
    sent = [event for event in tape.events("sent") if event.direction == "out"]
    assert [tape.body(event) for event in sent] == [b"one", b"", b"three"]
    assert {(event.kind, event.scheme, event.address) for event in sent} == {("udp", "udp", API)}
    assert (closed.sent_bytes, closed.sent_packets, closed.requests) == (8, 3, 3)
    assert closed.received_packets >= 1
    assert b"one" in cloud.datagrams.arrivals


def test_quic_is_on_record_and_kept_back(gateway, cloud):
    recorder, tape = gateway
    initial = b"\xc0\0\0\0\1" + bytes(1195)
    flow = Flow(recorder.port, 17, (API, 443))
    flow.send(initial)
    flow.send(b"\x40short")
    flow.close()

    tape.wait("flow-closed")
    sent = tape.events("sent")
    assert [(event.scheme, event.length) for event in sent] == [("quic", 1200), ("quic", 6)]
    assert tape.body(sent[0]) == initial
    (refused,) = tape.events("refused")
    assert "QUIC" in refused.reason
    assert initial not in cloud.datagrams.arrivals


def test_quic_is_handed_on_where_it_was_asked_for(start, cloud):
    recorder, tape = start(network="wire", pass_quic=True)
    flow = Flow(recorder.port, 17, (API, 443))
    flow.send(b"\xc3" + bytes(1200))
    assert flow.receive() == b"<\xc3" + bytes(1200) + b">"

    assert [event.direction for event in tape.wait("sent", 2)] == ["out", "in"]


def test_the_resolver_is_asked_and_canary_names_are_answered_here(gateway):
    recorder, tape = gateway
    flow = Flow(recorder.port, 17, RESOLVER)
    answers = []
    for name, kind in (("api.vendor.test", 1), ("x.claims.test", 1), ("x.claims.test", 28)):
        flow.send(query(name, kind))
        answers.append(flow.receive())
    flow.close()

    tape.wait("flow-closed")
    assert [answer[7] for answer in answers] == [1, 1, 0]
    assert socket.inet_ntoa(answers[0][-4:]) == API
    assert socket.inet_ntoa(answers[1][-4:]) == CANARY_ADDRESS
    sent = [event for event in tape.events("sent") if event.direction == "out"]
    assert [event.answered_by for event in sent] == ["upstream", "canary", "canary"]
    assert {event.kind for event in tape.events("sent")} == {"dns"}


def test_what_is_no_question_goes_to_the_resolver_all_the_same(gateway):
    recorder, tape = gateway
    flow = Flow(recorder.port, 17, RESOLVER)
    flow.send(b"not dns")
    flow.close()

    tape.wait("flow-closed")
    (sent,) = tape.events("sent")
    assert tape.body(sent) == b"not dns"


@pytest.mark.parametrize(
    ("protocol", "destination", "name"),
    [(1, (API, 0), "icmp"), (58, (API6, 0), "ipv6-icmp"), (47, (API, 0), "ip-47")],
)
def test_every_other_protocol_is_on_record_and_kept_back(gateway, protocol, destination, name):
    recorder, tape = gateway
    flow = Flow(recorder.port, protocol, destination)
    flow.send(b"\x08\0\0\0\0\1\0\1hidden in a ping")
    flow.close()

    tape.wait("flow-closed")
    (opened,) = tape.events("flow-opened")
    (sent,) = tape.events("sent")
    assert (opened.protocol, opened.server) == (name, destination)
    assert (sent.kind, sent.scheme) == ("ip", name)
    assert tape.body(sent).endswith(b"hidden in a ping")
    assert "not handed on" in tape.events("refused")[0].reason


@pytest.mark.parametrize("destination", [("192.0.2.9", 5000), ("224.0.0.251", 5353), (CANARY_ADDRESS, 99)])
def test_a_datagram_that_may_not_go_on_is_on_record(gateway, destination):
    recorder, tape = gateway
    flow = Flow(recorder.port, 17, destination)
    flow.send(b"where to")
    flow.close()

    tape.wait("flow-closed")
    assert tape.body(tape.events("sent")[0]) == b"where to"
    assert tape.events("flow-opened")[0].server == destination
    assert tape.events("refused")[0].port == destination[1]
    assert tape.events("sent")[0].answered_by == "refused"


def test_a_wire_that_ends_within_a_packet_is_told(gateway):
    recorder, tape = gateway
    flow = Flow(recorder.port, 17, (API, 9999))
    flow.socket.sendall(b"\0\x10half")
    flow.close()

    tape.wait("flow-closed")
    (failed,) = tape.events("failed")
    assert "within a packet, after 4 bytes" in failed.error


def test_the_account_says_what_passed(start, cloud):
    recorder, tape = start(network="wire")
    for _ in range(2):
        flow = Flow(recorder.port, 17, (API, 9999), source=("10.20.0.2", 50000))
        flow.send(b"12345")
        flow.receive()
        flow.close()
    phone = Routed(recorder.port, ("203.0.113.10", 5222))
    phone.send(b"abc")
    phone.receive()
    unread = Routed(recorder.port, (API, 443))
    unread.send(b"\x16\x03\x01\x00\x05junk!")
    unread.close()
    tape.wait("flow-closed", 3)
    recorder.stop()

    (line,) = tape.events("routed")
    rows = {(row.protocol, row.destination, row.port): row for row in line.routed}
    udp = rows["udp", API, 9999]
    assert (udp.source, udp.flows, udp.sent_bytes, udp.sent_packets) == ("10.20.0.2", 2, 10, 2)
    assert (udp.received_bytes, udp.received_packets, udp.unread_bytes) == (14, 2, 0)
    assert rows["tcp", "203.0.113.10", 5222].sent_bytes == 3
    assert rows["tcp", API, 443].unread_bytes == 10


def test_marks_tell_the_bytes_of_every_flow(gateway):
    recorder, tape = gateway
    flow = Flow(recorder.port, 17, (API, 9999))
    flow.send(b"12345")
    flow.receive()
    recorder.mark("m")

    (opened,) = tape.events("flow-opened")
    assert tape.events("traffic")[0].conns[opened.conn] == (5, 7)
    flow.close()
    tape.wait("flow-closed")
