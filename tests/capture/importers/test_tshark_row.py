"""A line of tshark's becomes a packet, by the innermost of its layers."""

from __future__ import annotations

import pytest

from harness.capture.importers.transport import Datagram, Segment
from harness.capture.importers.tshark_program import FIELDS
from harness.capture.importers.tshark_row import Records, Row, parse

PLAIN = {
    "number": "7",
    "time": "1600000000.026000001",
    "kept": "60",
    "size": "60",
    "protocols": "raw:ip:tcp:data",
    "source4": "10.0.0.2",
    "target4": "1.2.3.4",
    "tcp_source": "40000",
    "tcp_target": "80",
    "sequence": "5",
    "acknowledged": "9",
    "flags": "0x0018",
    "tcp_length": "3",
    "tcp_payload": "616263",
    "data": "616263",
}


def line(**cells: str) -> bytes:
    return "\t".join((PLAIN | cells).get(name, "") for name in FIELDS).encode() + b"\n"


def row(**cells: str) -> Row:
    return parse(line(**cells))


def test_a_segment_is_read() -> None:
    part = row().part

    assert isinstance(part, Segment)
    assert (part.source, part.target, part.payload) == (("10.0.0.2", 40000), ("1.2.3.4", 80), b"abc")
    assert (part.time_us, part.sequence, part.acknowledged, part.missing) == (1_600_000_000_026_000, 5, 9, 0)


def test_colons_between_hex_digits_mean_nothing() -> None:
    assert row(tcp_payload="61:62:63").part == row().part


def test_what_was_cut_off_is_missing() -> None:
    part = row(tcp_length="10").part

    assert part is not None
    assert part.missing == 7


def test_the_innermost_packet_counts() -> None:
    part = row(
        protocols="raw:ip:udp:vxlan:eth:ip:udp:data",
        source4="9.9.9.9,10.0.0.2",
        target4="8.8.8.8,1.2.3.4",
        udp_source="1,2",
        udp_target="4789,4",
        udp_length="60,11",
        udp_payload="00,616263",
    ).part

    assert isinstance(part, Datagram)
    assert (part.source, part.target, part.payload) == (("10.0.0.2", 2), ("1.2.3.4", 4), b"abc")


def test_a_packet_that_a_router_quotes_was_not_sent() -> None:
    assert (
        row(protocols="raw:ip:icmp:ip:tcp", source4="1.1.1.1,10.0.0.2", target4="2.2.2.2,3.3.3.3").part
        is None
    )


def test_a_fragment_waits_for_its_last() -> None:
    first = row(protocols="raw:ip:data", identification4="0x0007", more4="1", offset4="0")
    last = row(identification4="0x0007", more4="0", offset4="185", whole4="1000")

    assert (first.fragments, first.whole, first.part) == ((("10.0.0.2", "1.2.3.4", "0x0007"),), False, None)
    assert (last.fragments, last.whole) == (first.fragments, True)
    assert last.part is not None


def test_records_are_counted_with_their_headers() -> None:
    found = row(protocols="raw:ip:tcp:tls:data", records="80,20", sealed="00" * 40).records

    assert found == Records(110, (45,), (b"abc",))
    assert found.unopened == 0


def test_a_record_without_content_was_not_opened() -> None:
    assert Records(1000, (900, 50), (b"x" * 30,)).unopened == 900
    assert Records(50, (50,), ()).unopened == 50


@pytest.mark.parametrize(("check", "right", "size"), [("0x12", "0", 4), ("0x12", "1", 0), ("0x00", "0", 0)])
def test_a_wrong_frame_check_is_content(check: str, right: str, size: int) -> None:
    assert row(check=check, right=right).wrong_check == size


@pytest.mark.parametrize("bad", [b"", b"1\t2\n", line(number="x"), line(data="6g"), line(time="")])
def test_a_line_of_something_else_is_refused(bad: bytes) -> None:
    with pytest.raises((ValueError, IndexError)):
        parse(bad)
