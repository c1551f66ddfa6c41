"""TCP connections: order, holes in both directions, beginnings that were missed, who the client is."""

# ruff: noqa: FBT001 (drawn and parametrised values)

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

import pytest

from harness.model.message import Direction, GapReason, Message, Transport
from tests.capture import captures
from tests.capture.captures import (
    ACK,
    CLOUD,
    FIN,
    PHONE,
    PUSH,
    RST,
    SYN,
    Packet,
    Segment,
    conversation,
    packed,
)
from tests.capture.importers.captured import Captured, captured

REQUEST = b"POST /tracks?a=1 HTTP/1.1\r\nHost: tracking.miui.com\r\nContent-Length: 9\r\n\r\nt=abc&b=2"
ANSWER = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"
PLAIN = [(REQUEST, ANSWER)]
OUT, IN = Direction.OUT, Direction.IN


def read(segments: Sequence[Segment]) -> Captured:
    return captured(captures.pcap(packed(segments), captures.RAW))


def gist(message: Message) -> tuple[object, ...]:
    return (
        message.transport,
        message.direction,
        message.target,
        message.status,
        message.body,
        message.truncated,
    )


WHOLE = [
    (Transport.HTTP, OUT, b"/tracks?a=1", None, b"t=abc&b=2", False),
    (Transport.HTTP, IN, b"", 200, b"hello world", False),
]
PIECES = conversation(PLAIN, size=20)

SAME: dict[str, Callable[[], list[Segment]]] = {
    "in order": lambda: PIECES,
    "backwards": lambda: PIECES[:3] + PIECES[3:][::-1],
    "backwards with its opening": lambda: PIECES[::-1],
    "twice": lambda: [one for one in PIECES for _ in range(2)],
    "twice, later": lambda: PIECES + PIECES[3:8],
    "in one piece after many": lambda: PIECES[:8] + conversation(PLAIN)[3:],
    "overlapping": lambda: PIECES[:3] + [
        replace(conversation(PLAIN)[n], payload=data[at : at + 15], number=start + at)
        for n, data, start in ((3, REQUEST, 100), (4, ANSWER, 500))
        for at in range(0, len(data), 7)
    ],
    "numbers that wrap": lambda: conversation(PLAIN, size=20, first=0xFFFFFFF0, second=0xFFFFFFFF),
    "no opening": lambda: PIECES[3:],
    "no end": lambda: PIECES[:-3],
    "no opening and no end": lambda: conversation(PLAIN, opening=False, closing=False),
    "reset at the end": lambda: [*PIECES[:-3], Segment(PHONE, CLOUD, b"", 100 + len(REQUEST), RST)],
    "data in the SYN": lambda: [
        Segment(PHONE, CLOUD, REQUEST[:30], 99, SYN),
        Segment(CLOUD, PHONE, ANSWER[:30], 499, SYN | ACK, 130),
        Segment(PHONE, CLOUD, REQUEST[30:], 130),
        Segment(CLOUD, PHONE, ANSWER[30:], 530),
    ],
    "fast open that the server ignored": lambda: [
        Segment(PHONE, CLOUD, REQUEST, 99, SYN), *conversation(PLAIN)[1:]
    ],
    "a SYN repeated": lambda: [PIECES[0], *PIECES[:2], PIECES[1], *PIECES[2:]],
    "keep-alives": lambda: [
        *PIECES[:-3],
        Segment(PHONE, CLOUD, b"\0", 99 + len(REQUEST), ACK),
        Segment(PHONE, CLOUD, b"", 99 + len(REQUEST), ACK),
        *PIECES[-3:],
    ],
}  # fmt: skip


@pytest.mark.parametrize("segments", SAME.values(), ids=SAME)
def test_a_conversation_is_the_same_however_it_comes(segments: Callable[[], list[Segment]]) -> None:
    found = read(segments())

    assert (sorted(map(gist, found.messages), key=str), found.unread) == (sorted(WHOLE, key=str), [])


@pytest.mark.parametrize("lost", range(3, len(PIECES) - 3))
def test_a_segment_that_is_lost_is_a_gap_of_its_size_and_never_bridged(lost: int) -> None:
    segment = PIECES[lost]
    direction = OUT if segment.source == PHONE else IN

    found = read(PIECES[:lost] + PIECES[lost + 1 :])

    (gap,) = found.unread
    assert (gap.reason, gap.size, gap.missing, gap.direction) == (
        GapReason.SEGMENT_LOST,
        len(segment.payload),
        True,
        direction,
    )
    assert (gap.host, gap.port) == CLOUD
    assert all(m.truncated for m in found.messages if m.direction is direction)
    assert [gist(m) for m in found.messages if m.direction is not direction] == [
        row for row in WHOLE if row[1] is not direction
    ]
    data = REQUEST if direction is OUT else ANSWER
    at = segment.number - (100 if direction is OUT else 500)
    bridge = data[at - 3 : at] + data[at + len(segment.payload) :][:3]
    assert not any(bridge in message.body for message in found.messages if len(bridge) == 6)


def test_a_lost_end_is_known_by_its_acknowledgement() -> None:
    found = read(
        [*conversation(PLAIN, closing=False)[:-1], Segment(PHONE, CLOUD, b"", 181, ACK, 500 + len(ANSWER))]
    )

    assert [(gap.size, gap.direction) for gap in found.unread] == [(len(ANSWER), IN)]


def test_a_direction_that_was_not_captured_is_missing() -> None:
    segments = [one for one in conversation(PLAIN * 3, opening=False, closing=False) if one.source == PHONE]

    found = read(segments)

    assert [gist(m) for m in found.messages] == WHOLE[:1] * 3
    assert [(gap.size, gap.direction) for gap in found.unread] == [(2 * len(ANSWER), IN)]


def test_reading_goes_on_behind_a_hole_at_the_next_message() -> None:
    segments = conversation([(REQUEST, ANSWER), (REQUEST.replace(b"abc", b"xyz"), ANSWER)], size=20)
    lost = next(n for n, one in enumerate(segments) if one.payload == REQUEST[60:80])

    found = read(segments[:lost] + segments[lost + 1 :])

    assert [(m.transport, m.body) for m in found.messages if m.direction is OUT][-1] == (
        Transport.HTTP,
        b"t=xyz&b=2",
    )


def test_a_hole_in_content_of_known_length_is_passed_exactly() -> None:
    body = bytes(range(65, 91)) * 4
    first = b"PUT /a HTTP/1.1\r\nContent-Length: 104\r\n\r\n" + body
    segments = conversation([(first + REQUEST, b"")], size=len(first) // 3)

    found = read(segments[:4] + segments[5:])

    cut, rest, second = found.messages
    assert (cut.target, cut.truncated, rest.transport, rest.truncated) == (b"/a", True, Transport.TCP, True)
    assert body.startswith(cut.body)
    assert body.endswith(rest.body)
    assert gist(second) == WHOLE[0]


def test_other_bytes_in_a_repetition_are_a_gap() -> None:
    forged = replace(PIECES[4], payload=b"!" * 20)

    found = read([*PIECES[:6], forged, *PIECES[6:]])

    assert ([gist(m) for m in found.messages], found.reasons()) == (WHOLE, [GapReason.DAMAGED])
    assert found.unread[0].size == 20


def test_bytes_of_before_a_stream_are_handed_on_alone() -> None:
    early = Segment(PHONE, CLOUD, b"secret-4711", 50)

    found = read([*conversation(PLAIN * 5, size=20, opening=False), early])

    assert b"secret-4711" in found.bodies()


def test_bytes_in_a_reset_are_handed_on() -> None:
    found = read([*PIECES[:3], Segment(PHONE, CLOUD, b"because 4711", 100, RST | ACK)])

    assert found.bodies() == [b"because 4711"]


def test_a_new_opening_between_the_same_ends_is_a_new_connection() -> None:
    again = conversation([(REQUEST.replace(b"abc", b"xyz"), ANSWER)], first=77_000, second=88_000)

    for first in (PIECES, PIECES[:-3], PIECES[:-4]):
        found = read(first + again)

        assert [m.body for m in found.messages if m.direction is OUT] == [b"t=abc&b=2", b"t=xyz&b=2"]
        assert [m.exchange for m in found.messages if m.direction is OUT] == ["0.0", "1.0"]


def test_what_a_snapshot_cut_off_is_missing_and_what_follows_is_read() -> None:
    packets = []
    for one in conversation([(REQUEST, b""), (REQUEST, b"")]):
        data = one.packed()
        packets.append(Packet(data[:60], original=len(data)))

    found = captured(captures.pcap(packets, captures.RAW))

    assert [(gap.reason, gap.size, gap.missing) for gap in found.unread] == [
        (GapReason.TRUNCATED, len(REQUEST) - 20, True)
    ] * 2
    assert [m.truncated for m in found.messages] == [True, True]


def test_a_capture_that_starts_in_an_answer_reads_the_next() -> None:
    found = read(conversation([(b"", ANSWER[40:]), *PLAIN], opening=False))

    rest, request, answer = sorted(found.messages, key=lambda m: m.time_us)
    assert (rest.transport, rest.body, rest.direction) == (Transport.TCP, ANSWER[40:], IN)
    assert [gist(request), gist(answer)] == WHOLE


@pytest.mark.parametrize(("client", "server"), [(("10.0.0.2", 80), ("161.117.1.2", 40000)), (PHONE, CLOUD)])
@pytest.mark.parametrize("opening", [True, False])
def test_the_client_is_who_began_or_is_private_not_who_has_the_higher_port(
    client: captures.Address, server: captures.Address, opening: bool
) -> None:
    found = read(conversation([(b"\x01hello", b"\x02world")], client, server, opening=opening))

    assert [(m.direction, m.body, m.host) for m in found.messages] == [
        (OUT, b"\x01hello", server[0]),
        (IN, b"\x02world", server[0]),
    ]


def test_between_strangers_who_answers_http_is_the_server() -> None:
    ends = ("198.51.100.1", 9), ("203.0.113.1", 7)

    found = read(conversation([(b"", ANSWER)], *ends, opening=False))

    assert [(m.direction, m.host) for m in found.messages] == [(IN, "203.0.113.1")]


def test_a_late_opening_tells_the_client() -> None:
    ends = ("198.51.100.1", 9), ("203.0.113.1", 7)
    segments = conversation([(b"", b"\x02world")], *ends)

    found = read(segments[3:] + segments[:3])

    assert [m.direction for m in found.messages] == [IN]


def test_many_connections_are_kept_apart_and_in_bounds(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harness.capture.importers.flows._MOST_CONNECTIONS", 3)
    several = [conversation(PLAIN, (PHONE[0], 40000 + n), size=30) for n in range(8)]

    found = read([one for group in zip(*several, strict=True) for one in group])

    assert b"".join(found.bodies()) != b""
    assert sum(len(m.body) for m in found.messages) > 0


def test_a_long_stream_of_anything_is_handed_on_in_pieces(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harness.capture.importers.http1_stream._MOST_OPAQUE", 80_000)
    data = b"\x16\x03" + bytes(range(256)) * 800

    found = read(conversation([(data, b"")]))

    assert (b"".join(found.bodies()), len(found.messages)) == (data, 3)


def test_flags_alone_open_nothing() -> None:
    found = read([Segment(PHONE, CLOUD, b"", 5, ACK), Segment(PHONE, CLOUD, b"", 5, FIN | ACK)])

    assert (found.messages, found.unread) == ([], [])
    assert PUSH not in (ACK, FIN)
