"""Packets give HTTP, DNS and opaque flows, in any order and however they are cut."""

from __future__ import annotations

import struct
from pathlib import Path

import pytest

from harness.capture.importers import packet_capture
from harness.decode import unwrap
from harness.model.message import Direction, GapReason, Message, Transport

CLIENT, SERVER = ("10.0.0.2", 40000), ("161.117.1.2", 80)


def packet(
    source: tuple[str, int], target: tuple[str, int], payload: bytes, number: int, flags: int = 24
) -> bytes:
    tcp = struct.pack(">HHIIBBHHH", source[1], target[1], number, 0, 5 << 4, flags, 1000, 0, 0) + payload
    return ip(source, target, 6, tcp)


def datagram(source: tuple[str, int], target: tuple[str, int], payload: bytes) -> bytes:
    return ip(source, target, 17, struct.pack(">HHHH", source[1], target[1], 8 + len(payload), 0) + payload)


def ip(source: tuple[str, int], target: tuple[str, int], protocol: int, rest: bytes) -> bytes:
    head = struct.pack(">BBHHHBBH", 0x45, 0, 20 + len(rest), 1, 0, 64, protocol, 0)
    head += bytes(map(int, source[0].split("."))) + bytes(map(int, target[0].split(".")))
    return bytes(12) + b"\x08\x00" + head + rest


def pcap(packets: list[bytes]) -> bytes:
    out = struct.pack("<IHHiIII", 0xA1B2C3D4, 2, 4, 0, 0, 65535, 1)
    for number, one in enumerate(packets):
        out += struct.pack("<IIII", 1588150000, number, len(one), len(one)) + one
    return out


def pcapng(packets: list[bytes]) -> bytes:
    def block(kind: int, body: bytes) -> bytes:
        body += bytes(-len(body) % 4)
        return struct.pack("<II", kind, len(body) + 12) + body + struct.pack("<I", len(body) + 12)

    out = block(0x0A0D0D0A, struct.pack("<IHHq", 0x1A2B3C4D, 1, 0, -1)) + block(
        1, struct.pack("<HHI", 1, 0, 0)
    )
    for number, one in enumerate(packets):
        time = 1588150000_000000 + number
        out += block(6, struct.pack("<IIIII", 0, time >> 32, time & 0xFFFFFFFF, len(one), len(one)) + one)
    return out


REQUEST = b"POST /tracks?a=1 HTTP/1.1\r\nHost: tracking.miui.com\r\nContent-Length: 9\r\n\r\nt=abc&b=2"
ANSWER = b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n5\r\nhello\r\n6\r\n world\r\n0\r\n\r\n"
QUESTION = b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x04sa\x2dx\x04miui\x03com\x00\x00\x01\x00\x01"


def conversation() -> list[bytes]:
    cut = 30
    return [
        packet(CLIENT, SERVER, b"", 99, 2),
        packet(SERVER, CLIENT, b"", 499, 18),
        packet(CLIENT, SERVER, REQUEST[cut:], 100 + cut),
        packet(CLIENT, SERVER, REQUEST[:cut], 100),
        packet(CLIENT, SERVER, REQUEST[:cut], 100),
        packet(SERVER, CLIENT, ANSWER, 500),
        packet(CLIENT, ("161.117.9.9", 5222), b"\xc2\xfe\x00\x05binary", 1),
        datagram(CLIENT, ("8.8.8.8", 53), QUESTION),
        datagram(CLIENT, ("8.8.8.8", 443), b"\xc0" + bytes(60)),
    ]


@pytest.mark.parametrize("write", [pcap, pcapng])
def test_packets_give_http_dns_and_opaque_flows(tmp_path: Path, write: object) -> None:
    path = tmp_path / "capture"
    path.write_bytes(write(conversation()))  # type: ignore[operator]

    messages = {(m.transport, m.direction, m.port): m for m in packet_capture.read(path)}

    request = messages[Transport.HTTP, Direction.OUT, 80]
    assert (request.method, request.target, request.host, request.body) == (
        "POST",
        b"/tracks?a=1",
        "tracking.miui.com",
        b"t=abc&b=2",
    )
    answer = messages[Transport.HTTP, Direction.IN, 80]
    assert (answer.status, answer.body, answer.exchange) == (200, b"hello world", request.exchange)
    opaque = unwrap(messages[Transport.TCP, Direction.OUT, 5222])
    assert [gap.reason for gap in opaque.gaps] == [GapReason.TCP_OPAQUE]
    names = unwrap(messages[Transport.DNS, Direction.OUT, 53])
    assert [leaf.value for leaf in names.leaves if leaf.path[0] == "body"] == [b"sa-x.miui.com"]
    assert [gap.reason for gap in unwrap(messages[Transport.UDP, Direction.OUT, 443]).gaps] == [
        GapReason.QUIC
    ]


def test_a_capture_cut_off_anywhere_is_read_as_far_as_it_goes(tmp_path: Path) -> None:
    path = tmp_path / "capture"
    for write in (pcap, pcapng):
        whole = write(conversation())
        for size in range(40, len(whole), 37):
            path.write_bytes(whole[:size])
            list(packet_capture.read(path))


def read(tmp_path: Path, packets: list[bytes]) -> list[Message]:
    path = tmp_path / "capture"
    path.write_bytes(pcap(packets))
    return list(packet_capture.read(path))


def test_a_connection_whose_beginning_was_missed_is_read(tmp_path: Path) -> None:
    (message,) = read(tmp_path, [packet(CLIENT, SERVER, REQUEST, 100)])

    assert (message.transport, message.host) == (Transport.HTTP, "tracking.miui.com")


def test_a_lost_piece_does_not_stop_the_rest(tmp_path: Path) -> None:
    found = read(tmp_path, [packet(CLIENT, SERVER, b"", 99, 2), packet(CLIENT, SERVER, REQUEST[9:], 109)])

    assert b"t=abc&b=2" in b"".join(m.body for m in found)


def test_both_ends_closing_ends_a_connection(tmp_path: Path) -> None:
    packets = [
        *conversation()[:6],
        packet(CLIENT, SERVER, b"", 100 + len(REQUEST), 17),
        packet(SERVER, CLIENT, b"", 500 + len(ANSWER), 17),
        packet(CLIENT, SERVER, b"", 9, 2),
        packet(CLIENT, SERVER, REQUEST, 10),
    ]

    assert [m.exchange for m in read(tmp_path, packets) if m.direction is Direction.OUT] == ["0.0", "1.0"]
