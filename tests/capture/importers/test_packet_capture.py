"""Captures give HTTP, DNS and opaque flows, with an even account however they were made or damaged."""

# ruff: noqa: FBT001, S311 (drawn and parametrised values)

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from harness.capture.importers import packet_capture
from harness.decode import unwrap
from harness.model.account import Fate
from harness.model.errors import SetupError
from harness.model.message import Direction, GapReason, Message, Transport
from tests.capture import captures
from tests.capture.captures import (
    CLOUD,
    CLOUD6,
    GRE,
    IPV4,
    PHONE,
    PHONE6,
    TCP,
    Segment,
    conversation,
    datagram,
    ethernet,
    gre,
    ip,
    mpls,
    packed,
)
from tests.capture.importers.captured import Captured, captured

REQUEST = b"POST /tracks?a=1 HTTP/1.1\r\nHost: tracking.miui.com\r\nContent-Length: 9\r\n\r\nt=abc&b=2"
ANSWER = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"
QUESTION = b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x04sa\x2dx\x04miui\x03com\x00\x00\x01\x00\x01"
REPLY = QUESTION[:2] + b"\x81\x80" + QUESTION[4:]
OUT, IN = Direction.OUT, Direction.IN


def frames() -> list[bytes]:
    opaque = Segment(PHONE, ("161.117.9.9", 5222), b"\xc2\xfe\x00\x05binary", 1)
    packets = packed([*conversation([(REQUEST, ANSWER)], size=30), opaque])
    packets.append(datagram(PHONE, ("8.8.8.8", 53), QUESTION))
    packets.append(datagram(PHONE, ("8.8.8.8", 443), b"\xc0" + bytes(60)))
    return [ethernet(packet) for packet in packets]


@pytest.mark.parametrize("write", [captures.pcap, captures.pcapng])
def test_packets_give_http_dns_and_opaque_flows(write: Callable[..., bytes]) -> None:
    found = captured(write(frames()))

    messages = {(m.transport, m.direction, m.port): m for m in found.messages}
    request = messages[Transport.HTTP, OUT, 80]
    assert (request.method, request.target, request.host, request.body) == (
        "POST",
        b"/tracks?a=1",
        "tracking.miui.com",
        b"t=abc&b=2",
    )
    answer = messages[Transport.HTTP, IN, 80]
    assert (answer.status, answer.body, answer.exchange) == (200, b"hello world", request.exchange)
    opaque = unwrap(messages[Transport.TCP, OUT, 5222])
    assert [gap.reason for gap in opaque.gaps] == [GapReason.TCP_OPAQUE]
    names = unwrap(messages[Transport.DNS, OUT, 53])
    assert b"sa-x.miui.com" in [leaf.value for leaf in names.leaves if leaf.path[0] == "body"]
    assert [gap.reason for gap in unwrap(messages[Transport.UDP, OUT, 443]).gaps] == [GapReason.QUIC]
    assert found.unread == []


def test_what_begins_as_a_capture_matches() -> None:
    assert packet_capture.matches(captures.pcap([]))
    assert packet_capture.matches(captures.pcapng([]))
    assert not packet_capture.matches(b"{}")


@pytest.mark.parametrize("write", [captures.pcap, captures.pcapng])
def test_a_capture_without_packets_is_empty_and_even(write: Callable[..., bytes]) -> None:
    found = captured(write([]))

    assert (found.messages, found.unread, found.account.units) == ([], [], 0)


@pytest.mark.parametrize(
    ("source", "target", "first"),
    [
        (("10.0.0.2", 9), ("203.0.113.1", 40000), True),
        (("10.0.0.2", 53), ("10.0.0.1", 53), True),
        (("198.51.100.1", 9), ("203.0.113.1", 40000), True),
        (("203.0.113.1", 443), ("10.0.0.2", 40000), False),
        (("fd00::2", 1), ("2001:db8::1", 9999), True),
    ],
)
def test_the_client_of_datagrams_is_private_or_was_first(
    source: captures.Address, target: captures.Address, first: bool
) -> None:
    packets = [datagram(source, target, b"one"), datagram(target, source, b"two")] * 2

    found = captured(captures.pcap(packets, captures.RAW))

    server = target if first else source
    assert [m.direction for m in found.messages] == [OUT if first else IN, IN if first else OUT] * 2
    assert {(m.host, m.port) for m in found.messages} == {server}


@pytest.mark.parametrize(("phone", "resolver"), [("10.0.0.2", "10.0.0.1"), ("2001:db8::2", "2001:db8::1")])
@pytest.mark.parametrize("answer_first", [True, False])
def test_dns_is_read_both_ways(phone: str, resolver: str, answer_first: bool) -> None:
    packets = [
        datagram((phone, 5000), (resolver, 53), QUESTION),
        datagram((resolver, 53), (phone, 5000), REPLY),
    ]

    found = captured(captures.pcap(packets[1:] + packets[:1] if answer_first else packets, captures.RAW))

    assert {(m.body, m.direction, m.transport) for m in found.messages} == {
        (QUESTION, OUT, Transport.DNS),
        (REPLY, IN, Transport.DNS),
    }


def test_a_datagram_cut_by_a_snapshot_is_truncated_and_its_rest_missing() -> None:
    data = datagram(PHONE, CLOUD, b"id=android-4711")

    found = captured(captures.pcap([captures.Packet(data[:-7], original=len(data))], captures.RAW))

    assert ([m.body for m in found.messages], found.messages[0].truncated) == ([b"id=andro"], True)
    assert [(one.reason, one.size, one.missing) for one in found.unread] == [(GapReason.TRUNCATED, 7, True)]


def test_what_keeps_too_much_is_handed_on_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harness.capture.importers.flows._MOST_MEMORY", 2000)
    segments = [
        Segment(
            (PHONE[0], 1000 + n), CLOUD, b"PUT / HTTP/1.1\r\nContent-Length: 9999\r\n\r\n" + b"x" * 800, 1
        )
        for n in range(5)
    ]

    found = captured(captures.pcap(packed(segments), captures.RAW))

    assert [m.time_us - captures.START for m in found.messages] == [0, 1, 2, 3, 4]
    assert all(m.truncated for m in found.messages)


def test_another_file_is_named() -> None:
    with pytest.raises(SetupError, match="a capture: wanted a pcap or pcapng file: neither"):
        captured(b"{}")


def gist(messages: list[Message]) -> list[tuple[object, ...]]:
    return sorted(
        (
            m.transport.value,
            m.direction.value,
            m.method,
            m.target,
            m.status or 0,
            m.headers,
            m.body,
            m.truncated,
        )
        for m in messages
    )


def near(rng: random.Random, items: list[Segment], most: int) -> list[Segment]:
    """The segments in another order, none moved by more than some places."""
    moved = sorted(enumerate(items), key=lambda item: item[0] + rng.uniform(0, most))
    return [item for _, item in moved]


def wrapped(rng: random.Random, segment: Segment, number: int) -> list[bytes]:
    """The frames of a segment: in fragments or not, in a tunnel or not."""
    body = captures.tcp(
        segment.source, segment.target, segment.payload, segment.number, segment.flags, segment.acknowledged
    )
    ends = segment.source[0], segment.target[0]
    packets = [ip(*ends, TCP, body)]
    if rng.random() < 0.4:
        packets = captures.fragments(*ends, TCP, body, 16, number)
        rng.shuffle(packets)
    tunnels = [
        ethernet,
        lambda p: captures.tagged(p, 0x88A8, 0x8100),
        lambda p: ethernet(mpls(p, 16, 17), 0x8847),
        lambda p: ethernet(captures.pppoe(p), 0x8864),
        lambda p: ethernet(ip("192.0.2.1", "192.0.2.2", 41 if p[0] >> 4 == 6 else 4, p)),
        lambda p: ethernet(ip("192.0.2.1", "192.0.2.2", GRE, gre(ethernet(p), 0x6558, key=True))),
        lambda p: ethernet(ip("2001:db8::7", "2001:db8::8", GRE, gre(p, captures.ethertype(p) or IPV4))),
    ]
    return [rng.choice(tunnels)(packet) for packet in packets]


bodies = st.lists(
    st.tuples(st.binary(max_size=90), st.binary(max_size=90), st.booleans()), min_size=1, max_size=4
)


def exchanges(contents: list[tuple[bytes, bytes, bool]]) -> list[tuple[bytes, bytes]]:
    found = []
    for number, (asked, answered, chunked) in enumerate(contents):
        request = b"POST /%d HTTP/1.1\r\nHost: h\r\nContent-Length: %d\r\n\r\n" % (number, len(asked)) + asked
        if chunked and answered:
            answer = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n%x\r\n" % len(answered)
            answer += answered + b"\r\n0\r\n\r\n"
        else:
            answer = b"HTTP/1.1 200 OK\r\nContent-Length: %d\r\n\r\n" % len(answered) + answered
        found.append((request, answer))
    return found


@settings(max_examples=40, deadline=None)
@given(bodies, st.integers(1, 60), st.booleans(), st.sampled_from([98, 0xFFFFFFF0]), st.integers(0, 1 << 30))
def test_a_conversation_is_the_same_however_it_is_cut_moved_repeated_and_tunnelled(
    contents: list[tuple[bytes, bytes, bool]], size: int, six: bool, first: int, seed: int
) -> None:
    rng = random.Random(seed)
    ends = (PHONE6, CLOUD6) if six else (PHONE, CLOUD)
    plain = conversation(exchanges(contents), *ends, size=max(size, 4), first=first)
    whole = captured(captures.pcap([ethernet(p) for p in packed(plain)]))
    segments = near(rng, [one for one in plain for _ in range(rng.choice([1, 1, 1, 2]))], 5)
    data = [frame for n, one in enumerate(segments) for frame in wrapped(rng, one, n)]

    found = captured(rng.choice([captures.pcap, captures.pcapng])(data))

    assert len(whole.messages) == 2 * len(contents)
    assert gist(found.messages) == gist(whole.messages)
    assert found.unread == []


@settings(max_examples=40, deadline=None)
@given(st.data())
def test_damage_never_loses_anything_in_silence(data: st.DataObject) -> None:
    """A token of a packet that was not touched is in a message, or within the size of a gap."""
    tokens = [b"token-%04d" % number for number in range(12)]
    packets = [datagram(PHONE, CLOUD, token) for token in tokens]
    whole = bytearray(
        data.draw(st.sampled_from([captures.pcap, captures.pcapng]))([ethernet(packet) for packet in packets])
    )
    places = data.draw(st.lists(st.integers(4, len(whole) - 1), max_size=6))
    for place in places:
        whole[place] ^= data.draw(st.integers(1, 255))
    cut = data.draw(st.integers(28, len(whole)) | st.just(len(whole)))
    del whole[cut:]
    try:
        found = captured(bytes(whole))
    except SetupError:
        assert any(place < 28 for place in places)
        return
    seen = b"\0".join(m.body for m in found.messages)
    spans = {
        token: range(whole.find(token) - 80, whole.find(token) + 30) for token in tokens if token in whole
    }
    untouched = [token for token, span in spans.items() if not any(place in span for place in places)]
    hidden = [token for token in untouched if token not in seen]
    assert len(hidden) * len(tokens[0]) <= found.account.total(Fate.GAP)


@settings(max_examples=60, deadline=None)
@given(st.binary(max_size=400), st.sampled_from([captures.pcap([]), captures.pcapng([])]))
def test_any_bytes_behind_a_header_are_accounted_for(data: bytes, head: bytes) -> None:
    found: Captured = captured(head + data)

    assert found.account.entered == len(head) + len(data)


def test_a_capture_of_http_cut_off_anywhere_keeps_what_came_before() -> None:
    whole = captures.pcap(frames())
    for size in range(40, len(whole), 37):
        captured(whole[:size])
