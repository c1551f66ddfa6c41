"""Frames taken apart: every byte has one fate, whatever the frame holds."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harness.capture.importers.direction import Phones
from harness.capture.importers.dissection import HEADERS, TRANSPORT, Dissection
from harness.capture.importers.frames import Frame
from harness.capture.importers.link_layer import LINKS
from harness.capture.importers.transport import Datagram
from harness.model.account import Account, Fate, Unread
from harness.model.message import GapReason
from tests.capture import captures
from tests.capture.captures import CLOUD, PHONE, ethernet


def taken(data: bytes, link: int = 1, size: int | None = None) -> tuple[list[object], Account]:
    account = Account()
    account.enter(len(data), 1)
    dissection = Dissection(account, Phones())
    parts: list[object] = list(dissection.parts(Frame(1, 0, link, data, size or len(data))))
    return parts + list(dissection.end()), account


def test_headers_are_structure_by_name_and_the_payload_is_left() -> None:
    parts, account = taken(ethernet(captures.datagram(PHONE, CLOUD, b"payload")))

    (datagram,) = parts
    assert isinstance(datagram, Datagram)
    assert {row.reason: row.size for row in account.rows} == {HEADERS: 34, TRANSPORT: 8}
    assert account.lost == len(datagram.payload) == 7


def test_layers_without_end_are_a_gap() -> None:
    packet = captures.datagram(PHONE, CLOUD, b"secret")
    for _ in range(80):
        packet = captures.ip(PHONE[0], CLOUD[0], 4, packet)

    parts, account = taken(ethernet(packet))

    assert [part.reason for part in parts if isinstance(part, Unread)] == [GapReason.UNKNOWN_PACKET]
    assert account.lost == 0


def test_bytes_behind_a_packet_are_padding_or_a_gap() -> None:
    frame = ethernet(captures.datagram(PHONE, CLOUD, b"payload"))

    _, padded = taken(frame + bytes(9))
    parts, _ = taken(frame + b"\0secret")

    assert {row.reason: row.size for row in padded.rows}["padding"] == 9
    assert [part.size for part in parts if isinstance(part, Unread)] == [7]


@given(st.sampled_from(sorted(LINKS)), st.binary(max_size=120), st.integers(0, 9))
def test_any_bytes_have_a_fate(link: int, data: bytes, more: int) -> None:
    parts, account = taken(data, link, len(data) + more)

    left = sum(len(part.payload) for part in parts if not isinstance(part, Unread))  # type: ignore[attr-defined]
    gaps = sum(part.size for part in parts if isinstance(part, Unread) and not part.missing)
    assert account.lost == left
    assert account.total(Fate.GAP) == gaps
