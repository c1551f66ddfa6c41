"""The tshark that is installed reads captures as the small reader does, and TLS where it has keys."""

from __future__ import annotations

import io
import shutil
import ssl
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.capture.importers import packet_capture, tshark_capture
from harness.model.account import Account, Fate, Unread
from harness.model.errors import SetupError
from harness.model.message import Direction, GapReason, Message, Transport
from tests.capture import captures
from tests.capture.captures import (
    CLOUD,
    CLOUD6,
    PHONE,
    PHONE6,
    Packet,
    Segment,
    conversation,
    datagram,
    ethernet,
    fragments,
    gre,
    ip,
    mpls,
    packed,
    udp,
)
from tests.capture.importers.tls_traffic import Http2, Session, Wire, pcap, pcapng

needs_tshark = pytest.mark.skipif(shutil.which("tshark") is None, reason="tshark is not installed")

REQUEST = (
    b"POST /up?a=%7C|b HTTP/1.1\r\nHost: h.test\r\nX-Long: one\r\n two\r\nTransfer-Encoding: chunked\r\n\r\n"
    b"5;x=y\r\nhe|\tl\r\n0\r\nTrailer: v\r\n\r\n"
)
ANSWER = b"HTTP/1.1 200 OK\r\nContent-Length: 3\r\n\r\nabc"
SWITCH = b"HTTP/1.1 101 Switching Protocols\r\nUpgrade: websocket\r\n\r\n"
QUESTION = b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00\x01h\x04test\x00\x00\x01\x00\x01"
TLS12, TLS13 = ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3


def read(data: bytes, keylog: Path | None = None) -> tuple[list[Message], list[Unread], Account]:
    account = Account()
    items = list(tshark_capture.read(io.BytesIO(data), "a.pcap", account, keylog))
    return (
        [one for one in items if isinstance(one, Message)],
        [one for one in items if isinstance(one, Unread)],
        account,
    )


def talk(client: captures.Address = PHONE, server: captures.Address = CLOUD) -> list[bytes]:
    return packed(conversation([(REQUEST, ANSWER), (REQUEST, ANSWER)], size=60, client=client, server=server))


def without(number: int) -> list[bytes]:
    packets = talk()
    return packets[:number] + packets[number + 1 :]


def split() -> list[bytes]:
    return list(fragments(PHONE[0], CLOUD[0], 17, udp(PHONE, (CLOUD[0], 9999), b"q" * 3000), 1000))


RAW: dict[str, Callable[[], list[bytes]]] = {
    "plain": talk,
    "IPv6": lambda: talk(PHONE6, CLOUD6),
    "a lost segment of a request": lambda: without(3),
    "a lost segment of an answer": lambda: without(6),
    "twice": lambda: [packet for packet in talk() for _ in range(2)],
    "out of order": lambda: [*talk()[:3], talk()[4], talk()[3], *talk()[5:]],
    "from the middle": lambda: talk()[4:],
    "port 443 in clear": lambda: talk(PHONE, (CLOUD[0], 443)),
    "no known protocol": lambda: packed([Segment(PHONE, (CLOUD[0], 5222), b"\xc2\xfe\x00\x05" * 40, 1)]),
    "datagrams": lambda: [datagram(PHONE, ("8.8.8.8", 53), QUESTION), datagram(PHONE, CLOUD, b"z" * 1300)],
    "fragments": split,
    "fragments of which one is lost": lambda: split()[1:],
    "fragments out of order": lambda: split()[::-1],
    "tunnel in fragments": lambda: [
        piece
        for number, one in enumerate(talk())
        for piece in fragments("10.9.9.9", "161.1.1.1", 47, gre(one, 0x0800), 48, identification=number)
    ],
    "tunnel": lambda: [ip("10.9.9.9", "161.1.1.1", 47, gre(one, 0x0800)) for one in talk()],
    "WebSocket": lambda: packed(
        conversation(
            [(b"GET / HTTP/1.1\r\nHost: h.test\r\n\r\n", SWITCH), (b"\x81\x81\0\0\0\0a", b"\x81\x01b")]
        )
    ),
    "DNS over TCP": lambda: packed(
        conversation(
            [(b"\x00\x18" + QUESTION, b"\x00\x18\x12\x34\x81" + QUESTION[3:])], server=("8.8.8.8", 53)
        )
    ),
}
FRAMED: dict[str, Callable[[], bytes]] = {
    "ethernet": lambda: captures.pcap([ethernet(one) for one in talk()]),
    "padding": lambda: captures.pcap([ethernet(one) + bytes(6) for one in talk()]),
    "trailers": lambda: captures.pcap([ethernet(one) + b"secret" for one in talk()]),
    "labels": lambda: captures.pcap([ethernet(mpls(one, 5), 0x8847) for one in talk()]),
    "pcapng": lambda: captures.pcapng([ethernet(one) for one in talk()]),
    "snapshots": lambda: captures.pcap(
        [Packet(ethernet(one)[:90], original=14 + len(one)) for one in talk()], 1
    ),
    "junk at the end": lambda: captures.pcap([ethernet(one) for one in talk()]) + b"\xff" * 40,
    "cut off": lambda: captures.pcap([ethernet(one) for one in talk()])[:-7],
    "ARP": lambda: captures.pcap([ethernet(b"\0\1\x08\0\6\4\0\1" + b"\1" * 20, 0x0806)]),
    "unknown": lambda: captures.pcap([ethernet(b"zz" * 20, 0x9999)]),
}
DIFFERENT_GAPS = {
    "cut off": "tshark gives no packet of a cut record, so its header counts too",
    "unknown": "the size of what is not read is the frame's here, and the payload's there",
    "fragments of which one is lost": "the small reader also says how much is missing",
}
"""Where the two readers' gaps may differ in size, with the reason; never in whether there is one."""


@needs_tshark
@pytest.mark.slow
@pytest.mark.parametrize("name", [*RAW, *FRAMED])
def test_both_readers_find_the_same(name: str) -> None:
    data = captures.pcap(RAW[name](), 101) if name in RAW else FRAMED[name]()
    small = Account()
    items = list(packet_capture.read(io.BytesIO(data), "a.pcap", small))
    expected = [one for one in items if isinstance(one, Message)]
    gaps = [(one.reason, one.size, one.missing) for one in items if isinstance(one, Unread)]

    messages, unread, account = read(data)

    assert messages == expected
    assert (small.lost, account.lost) == (0, 0)
    assert (account.entered, account.units) == (small.entered, small.units)
    if name in DIFFERENT_GAPS:
        assert bool(unread) == bool(gaps)
    else:
        assert [(one.reason, one.size, one.missing) for one in unread] == gaps
    assert sum(row.size for row in account.rows) == len(data)


def http1(folder: Path, keys: Path, version: ssl.TLSVersion, *, port: int = 40000) -> list[bytes]:
    wire = Wire(client=("10.0.0.2", port))
    wire.open()
    session = Session(folder, keys, wire, version=version, alpn="http/1.1")
    session.out(
        b"POST /a|b?x=\xc3\xa4 HTTP/1.1\r\nHost: h.test\r\nX: 1|2\t3\r\nContent-Length: 25600\r\n\r\n"
    )
    session.out(bytes(range(256)) * 100)
    session.back(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n6\r\n616263\r\n0\r\n\r\n")
    wire.close()
    return wire.packets


@needs_tshark
@pytest.mark.parametrize("version", [TLS12, pytest.param(TLS13, marks=pytest.mark.slow)])
def test_a_key_log_opens_http1(tmp_path: Path, version: ssl.TLSVersion) -> None:
    packets = http1(tmp_path, tmp_path / "keys", version)

    (request, answer), unread, account = read(pcap(packets), tmp_path / "keys")

    assert (request.method, request.target, request.host, request.port, request.scheme) == (
        "POST",
        b"/a|b?x=\xc3\xa4",
        "h.test",
        443,
        "https",
    )
    assert (b"X", b"1|2\t3") in request.headers
    assert request.body == bytes(range(256)) * 100
    assert (answer.direction, answer.status, answer.body) == (Direction.IN, 200, b"616263")
    assert (request.exchange, answer.exchange) == ("0.0", "0.0")
    assert (unread, account.lost) == ([], 0)


@needs_tshark
@pytest.mark.slow
def test_secrets_in_a_pcapng_file_open_it(tmp_path: Path) -> None:
    packets = http1(tmp_path, tmp_path / "keys", TLS13)

    messages, unread, account = read(pcapng(packets, (tmp_path / "keys").read_bytes()))

    assert [one.scheme for one in messages] == ["https", "https"]
    assert (unread, account.lost) == ([], 0)


@needs_tshark
@pytest.mark.slow
@pytest.mark.parametrize("version", [TLS12, TLS13])
def test_http2_keeps_cookies_frames_and_directions(tmp_path: Path, version: ssl.TLSVersion) -> None:
    wire = Wire()
    wire.open()
    both = Http2(Session(tmp_path, tmp_path / "keys", wire, version=version, alpn="h2"))
    head = [(b":method", b"POST"), (b":path", b"/up?a=|"), (b":authority", b"h.test"), (b":scheme", b"https")]
    more = [(b"cookie", b"a=1"), (b"cookie", b"b=|\t3"), (b"x", b"caf\xe9 \xff"), (b"long", b"z" * 20000)]
    both.phone.send_headers(1, head + more)
    both.phone.send_headers(3, [(b":method", b"GET"), (b":path", b"/two"), *head[2:]], end_stream=True)
    both.flush()
    both.phone.send_data(1, bytes(range(256)) * 60)
    both.flush()
    both.phone.send_data(1, b"616263", end_stream=True)
    both.flush()
    both.cloud.send_headers(3, [(b":status", b"204")], end_stream=True)
    both.cloud.send_headers(1, [(b":status", b"200")])
    both.cloud.send_data(1, b"answer", end_stream=True)
    both.flush()
    wire.close()

    messages, unread, account = read(pcap(wire.packets), tmp_path / "keys")

    found = {(one.exchange, one.direction): one for one in messages}
    upload = found["0.1", Direction.OUT] if ("0.1", Direction.OUT) in found else messages[0]
    assert upload.headers == tuple(more)
    assert upload.body == bytes(range(256)) * 60 + b"616263"
    assert (upload.host, upload.target, upload.method, upload.scheme) == (
        "h.test",
        b"/up?a=|",
        "POST",
        "https",
    )
    assert {(str(key), way, one.status, one.body[:6], one.host) for (key, way), one in found.items()} == {
        ("0.1", Direction.OUT, None, bytes(range(6)), "h.test"),
        ("0.3", Direction.OUT, None, b"", "h.test"),
        ("0.1", Direction.IN, 200, b"answer", "h.test"),
        ("0.3", Direction.IN, 204, b"", "h.test"),
    }
    assert (unread, account.lost) == ([], 0)


@needs_tshark
@pytest.mark.slow
def test_a_connection_without_keys_is_handed_on_as_it_is(tmp_path: Path) -> None:
    known = http1(tmp_path, tmp_path / "keys", TLS13)
    other = http1(tmp_path, tmp_path / "others", TLS13, port=40001)
    mixed = [one for pair in zip(known, other, strict=True) for one in pair]

    messages, unread, account = read(pcap(mixed), tmp_path / "keys")

    assert sorted((one.transport.value, one.scheme) for one in messages) == [
        *[("http", "https")] * 2,
        *[("tcp", "tcp")] * 2,
    ]
    assert (unread, account.lost) == ([], 0)


@needs_tshark
@pytest.mark.slow
@pytest.mark.parametrize("damage", ["no key of one direction", "a lost segment"])
def test_what_no_key_opens_is_a_gap(tmp_path: Path, damage: str) -> None:
    packets = http1(tmp_path, tmp_path / "keys", TLS13)
    if damage == "a lost segment":
        del packets[9]
    else:
        lines = (tmp_path / "keys").read_text().splitlines()
        (tmp_path / "keys").write_text("\n".join(one for one in lines if "CLIENT_TRAFFIC" not in one) + "\n")

    messages, unread, account = read(pcap(packets), tmp_path / "keys")

    assert {one.direction for one in messages if not one.truncated} == {Direction.IN}
    assert GapReason.TLS_OPAQUE in {one.reason for one in unread}
    assert account.total(Fate.GAP) > 20000
    assert account.lost == 0


def fake(folder: Path, script: str) -> str:
    path = folder / "tshark"
    path.write_text(f"#!/bin/sh\n{script}\n")
    path.chmod(0o755)
    return str(folder)


def test_a_missing_tshark_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PATH", str(tmp_path))

    with pytest.raises(SetupError, match="tshark"):
        read(pcap([]))


@needs_tshark
def test_a_key_log_that_is_none_is_named(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="key log"):
        read(pcap([]), tmp_path / "nothing")


@needs_tshark
@pytest.mark.parametrize(("lines", "word"), [(0, "does not read it: broken"), (2, "")])
def test_a_tshark_that_dies_gives_no_half_result(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, lines: int, word: str
) -> None:
    real = shutil.which("tshark")
    script = (
        f'case "$*" in *-r*) {real} "$@" 2>/dev/null | head -n {lines}; echo broken >&2; exit 2;; esac\n'
        f'exec {real} "$@"'
    )
    monkeypatch.setenv("PATH", f"{fake(tmp_path, script)}:/usr/bin:/bin")
    data = captures.pcap(talk(), 101)
    if word:
        with pytest.raises(SetupError, match=word):
            read(data)
        return

    _, unread, account = read(data)

    assert [one.reason for one in unread][-1] is GapReason.DAMAGED
    assert "broken" in unread[-1].detail
    assert account.lost == 0


@needs_tshark
def test_a_reader_that_stops_early_leaves_no_process(tmp_path: Path) -> None:
    reading = tshark_capture.read(io.BytesIO(captures.pcap(talk(), 101)), "a", Account())

    assert next(reading).transport is Transport.HTTP  # type: ignore[union-attr]
    reading.close()  # type: ignore[attr-defined]
    assert not list(tmp_path.glob("claims-tshark-*"))
