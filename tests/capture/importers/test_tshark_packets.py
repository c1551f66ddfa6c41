"""Every byte of a packet that tshark took apart has its place."""

from __future__ import annotations

import pytest

from harness.capture.importers.direction import Phones
from harness.capture.importers.transport import Datagram, Segment
from harness.capture.importers.tshark_packets import Packets
from harness.capture.importers.tshark_row import Row
from harness.model.account import Account, Fate, Unread
from harness.model.message import GapReason
from tests.capture.importers.test_tshark_row import row

PIECE = {"protocols": "raw:ip:data", "identification4": "0x0007", "more4": "1", "offset4": "0"}
LAST = {"identification4": "0x0007", "more4": "0", "offset4": "185", "whole4": "1000"}


def parts(*rows: Row, payload: int = 0) -> tuple[list[Segment | Datagram | Unread], Account]:
    account = Account()
    packets = Packets(account, Phones())
    found = [part for one in rows for part in packets.parts(one)]
    found += packets.end()
    account.enter(sum(one.kept for one in rows) - payload)
    return found, account


def test_a_segment_leaves_its_payload_for_its_taker() -> None:
    found, account = parts(row(), payload=3)

    assert isinstance(found[0], Segment)
    assert (account.lost, account.total(Fate.STRUCTURE)) == (0, 57)


def test_fragments_count_with_their_last() -> None:
    found, account = parts(row(**PIECE), row(**LAST), payload=3)

    assert [type(one) for one in found] == [Segment]
    assert account.lost == 0


def test_a_fragment_alone_is_a_gap() -> None:
    found, account = parts(row(**PIECE))

    assert [(one.reason, one.size) for one in found if isinstance(one, Unread)] == [
        (GapReason.SEGMENT_LOST, 3)
    ]
    assert account.lost == 0


@pytest.mark.parametrize(
    ("cells", "fate"),
    [
        ({"protocols": "eth:arp"}, Fate.IGNORED),
        ({"protocols": "eth:ipv6:icmpv6", "icmpv6": "135", "source6": "::1", "target6": "::2"}, Fate.IGNORED),
        ({"protocols": "eth:ip:icmp:data"}, Fate.GAP),
        ({"protocols": "eth:ip:esp"}, Fate.GAP),
        ({"protocols": "eth:data"}, Fate.GAP),
        ({"protocols": ""}, Fate.GAP),
    ],
)
def test_other_packets_are_named(cells: dict[str, str], fate: Fate) -> None:
    _, account = parts(row(**cells))

    assert account.total(fate) == 60
    assert account.lost == 0


def test_bytes_behind_a_packet_are_a_gap() -> None:
    found, account = parts(row(trailer="0001", check="0x12", right="0"), payload=3)

    assert [one.size for one in found if isinstance(one, Unread)] == [6]
    assert account.lost == 0


def test_what_was_not_kept_is_missing() -> None:
    found, account = parts(row(protocols="eth:ip", size="100"))

    assert [(one.reason, one.size, one.missing) for one in found if isinstance(one, Unread)] == [
        (GapReason.TRUNCATED, 60, False),
        (GapReason.TRUNCATED, 40, True),
    ]
    assert account.lost == 0
