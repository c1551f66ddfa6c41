"""Fragments of IP of both versions, in any order, overlapping and missing."""

from __future__ import annotations

import itertools

import pytest

from harness.capture.importers import fragments as module
from harness.capture.importers.fragments import Fragments, Overlap, Parts
from harness.capture.importers.layers import Fragment
from harness.model.message import Direction, GapReason
from tests.capture import captures
from tests.capture.captures import CLOUD, CLOUD6, PHONE, PHONE6, UDP, fragments, ip, udp
from tests.capture.importers.captured import Captured, captured

PAYLOAD = b"id=android-4711;" * 3
ENDS = [(PHONE, CLOUD), (PHONE6, CLOUD6)]


def read(packets: list[bytes]) -> Captured:
    return captured(captures.pcap(packets, captures.RAW))


def cut(ends: tuple[captures.Address, captures.Address], size: int = 16, number: int = 7) -> list[bytes]:
    source, target = ends
    return fragments(source[0], target[0], UDP, udp(source, target, PAYLOAD), size, number)


@pytest.mark.parametrize("ends", ENDS)
def test_fragments_are_joined_in_any_order(ends: tuple[captures.Address, captures.Address]) -> None:
    for order in itertools.permutations(cut(ends)):
        found = read(list(order))

        assert (found.bodies(), found.unread) == ([PAYLOAD], [])


@pytest.mark.parametrize("ends", ENDS)
def test_fragments_that_repeat_and_overlap_with_the_same_bytes_are_joined(
    ends: tuple[captures.Address, captures.Address],
) -> None:
    found = read([*cut(ends, 24)[:2], *cut(ends, 16)])

    assert (found.bodies(), found.unread) == ([PAYLOAD], [])
    assert found.structure()["repeated segments"] > 0


@pytest.mark.parametrize("ends", ENDS)
@pytest.mark.parametrize("lost", range(4))
def test_a_missing_fragment_makes_the_others_a_gap(
    ends: tuple[captures.Address, captures.Address], lost: int
) -> None:
    packets = cut(ends)

    found = read(packets[:lost] + packets[lost + 1 :])

    assert found.messages == []
    assert set(found.reasons()) == {GapReason.SEGMENT_LOST}
    here, missing = (sum(one.size for one in found.unread if one.missing is kind) for kind in (False, True))
    assert here + missing == 8 + len(PAYLOAD) or (lost == 3 and here == 48)
    assert {one.direction for one in found.unread} == {Direction.OUT}


def test_an_overlap_with_other_bytes_is_a_gap() -> None:
    packets = cut((PHONE, CLOUD))
    forged = ip(PHONE[0], CLOUD[0], UDP, b"!" * 16, identification=7, offset=16, more=True)

    found = read([packets[0], packets[1], forged, *packets[2:]])

    assert (found.bodies(), found.reasons(), found.unread[0].size) == ([PAYLOAD], [GapReason.DAMAGED], 16)


def test_packets_are_told_apart_by_their_identification() -> None:
    first, second = cut((PHONE, CLOUD), number=1), cut((PHONE, CLOUD), number=2)

    assert read([one for pair in zip(first, second, strict=True) for one in pair]).bodies() == [PAYLOAD] * 2


def test_fragments_inside_a_tunnel_and_of_a_tunnel_are_joined() -> None:
    inside = [ip("192.0.2.1", "192.0.2.2", 4, packet) for packet in cut((PHONE, CLOUD))]
    outside = fragments("192.0.2.1", "192.0.2.2", 4, captures.datagram(PHONE, CLOUD, PAYLOAD), 24)

    assert read(inside).bodies() == read(outside).bodies() == [PAYLOAD]


def test_a_fragment_whose_end_was_not_kept_is_a_gap() -> None:
    packets = [captures.Packet(one[:-4], original=len(one)) for one in cut((PHONE, CLOUD))]

    found = captured(captures.pcap(packets, captures.RAW))

    assert (found.messages, sum(one.size for one in found.unread if one.missing)) == ([], 16)


def fresh() -> Parts:
    return Parts("packet 1", 0, ("a", "b"))


def test_what_a_fragment_repeats_is_told() -> None:
    parts = Fragments()

    assert list(parts.add("k", Fragment(1, 8, False), b"89abcdef", 8, fresh())) == []
    assert list(parts.add("k", Fragment(1, 0, True), b"0123456789", 10, fresh())) == [Overlap(2, True)]
    taken = parts.take("k")
    assert taken is not None
    assert taken[1] == b"0123456789abcdef"
    assert list(parts.surplus(ended=True)) == []


def test_packets_that_stay_incomplete_are_given_up_the_oldest_first(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(module, "_MOST_PACKETS", 2)
    parts = Fragments()
    for number in range(3):
        list(parts.add(number, Fragment(number, 8, True), b"12345678", 8, fresh()))
        assert parts.take(number) is None

    (oldest,) = parts.surplus()

    assert (oldest.held, oldest.lost, len(list(parts.surplus(ended=True)))) == (8, 8, 2)
