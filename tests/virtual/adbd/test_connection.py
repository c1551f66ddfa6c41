from __future__ import annotations

import socket
import struct
import time

import pytest

from harness.virtual.adbd.packets import HEADER, Packet

HELLO = Packet(b"CNXN", 0x01000001, 1 << 20, b"host::features=shell_v2")


@pytest.fixture
def raw(handset):
    """A connection that speaks adb by hand, to a phone that does not know it yet."""
    with socket.create_connection(("127.0.0.1", handset.port), 5) as made:
        yield made


@pytest.fixture
def known(raw, signed):
    """One that signed the phone's token."""
    raw.sendall(HELLO.encode())
    raw.sendall(Packet(b"AUTH", 2, 0, signed(receive(raw).payload)).encode())
    assert receive(raw).command == b"CNXN"
    return raw


def receive(raw):
    head = b""
    while len(head) < HEADER.size:
        piece = raw.recv(HEADER.size - len(head))
        if not piece:
            return None
        head += piece
    command, arg0, arg1, length, _, _ = HEADER.unpack(head)
    body = b""
    while len(body) < length:
        body += raw.recv(length - len(body))
    return Packet(command, arg0, arg1, body)


def test_the_banner_tells_the_model_once_the_token_is_signed(raw, signed):
    raw.sendall(HELLO.encode())
    asked = receive(raw)
    raw.sendall(Packet(b"AUTH", 2, 0, signed(asked.payload)).encode())
    answer = receive(raw)

    assert (asked.command, asked.arg0, len(asked.payload)) == (b"AUTH", 1, 20)
    assert answer.command == b"CNXN"
    assert answer.payload.startswith(b"device::ro.product.name=ginkgo;ro.product.model=Redmi Note 8;")
    assert b"features=shell_v2,cmd,stat_v2" in answer.payload


def test_another_keys_signature_and_one_of_another_token_are_asked_again(raw, signed):
    raw.sendall(HELLO.encode())
    first = receive(raw).payload
    raw.sendall(Packet(b"AUTH", 2, 0, signed(first, "stranger")).encode())
    second = receive(raw)
    raw.sendall(Packet(b"AUTH", 2, 0, signed(first)).encode())
    third = receive(raw)

    assert second.command == third.command == b"AUTH"
    assert len({first, second.payload, third.payload}) == 3


def test_nothing_is_served_before_and_a_key_that_is_none_ends_the_connection(raw):
    raw.sendall(HELLO.encode())
    receive(raw)
    raw.sendall(Packet(b"OPEN", 9, 0, b"shell:id\0").encode())
    raw.sendall(Packet(b"AUTH", 3, 0, b"nonsense me@here\0").encode())

    assert receive(raw) is None


def test_an_unknown_service_is_closed_at_once(known):
    for service in (
        b"jdwp:1\0",
        b"tcp:80\0",
        b"tcp:9008\0",
        b"localabstract:x\0",
        b"reboot:\0",
        b"abb_exec:package\0",
    ):
        known.sendall(Packet(b"OPEN", 9, 0, service).encode())
        assert receive(known) == Packet(b"CLSE", 0, 9)


def test_a_packet_for_no_stream_is_answered_with_a_close(known):
    known.sendall(Packet(b"WRTE", 5, 99, b"x").encode())

    assert receive(known) == Packet(b"CLSE", 0, 5)


@pytest.mark.parametrize(
    "garbage", [b"GET / HTTP/1.1\r\n\r\n" * 3, struct.pack("<6I", 1, 2, 3, 4, 5, 6), b"\xff" * 24]
)
def test_what_is_not_adb_drops_the_connection_and_not_the_phone(raw, device, garbage):
    raw.sendall(garbage)

    assert receive(raw) is None
    assert device.shell("echo alive") == "alive"


def test_a_loop_ends_when_its_client_goes_away(device):
    connection = device.shell("while true; do echo x >> /data/local/tmp/loop; sleep 0.02; done", stream=True)
    time.sleep(0.2)
    connection.close()
    time.sleep(0.15)
    first = device.sync.stat("/data/local/tmp/loop").size
    time.sleep(0.2)

    assert first > 0
    assert device.sync.stat("/data/local/tmp/loop").size == first
