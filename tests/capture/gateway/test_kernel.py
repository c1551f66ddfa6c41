"""The pure part; `tests/chain/test_gateway_kernel.py` has the sockets, in network namespaces."""

from __future__ import annotations

import asyncio
import contextlib
import ipaddress
import socket
import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.capture.gateway import kernel
from harness.capture.gateway.header import Route
from harness.capture.gateway.kernel import Flows, QueueLink, is_to_many, take_apart

SOURCE, DESTINATION = "10.77.0.2", "203.0.113.7"
SOURCE6, DESTINATION6 = "fd00::2", "2001:db8::7"


def four(protocol, payload, options=b"", padding=b""):
    length = 20 + len(options) + len(payload)
    head = struct.pack(">BBHHHBBH", 0x40 | 5 + len(options) // 4, 0, length, 0, 0, 64, protocol, 0)
    ends = ipaddress.ip_address(SOURCE).packed + ipaddress.ip_address(DESTINATION).packed
    return head + ends + options + payload + padding


def six(protocol, payload, extensions=b""):
    head = struct.pack(">IHBB", 6 << 28, len(extensions) + len(payload), protocol, 64)
    ends = ipaddress.ip_address(SOURCE6).packed + ipaddress.ip_address(DESTINATION6).packed
    return head + ends + extensions + payload


def test_a_packet_is_taken_apart():
    assert take_apart(four(1, b"ping", padding=bytes(6))) == (
        Route(1, (SOURCE, 0), (DESTINATION, 0)),
        b"ping",
    )
    assert take_apart(four(47, b"x", options=bytes(4)))[1] == b"x"
    assert take_apart(four(17, b"\x10\x00\x14\xe9\0\x09\0\0m")) == (
        Route(17, (SOURCE, 4096), (DESTINATION, 5353)),
        b"\x10\x00\x14\xe9\0\x09\0\0m",
    )


def test_a_protocol_behind_extension_headers_is_found():
    hop = b"\x2c\x00" + bytes(6)
    fragment = b"\x3a\x00" + bytes(6)
    assert take_apart(six(0, b"echo", hop + fragment)) == (
        Route(58, (SOURCE6, 0), (DESTINATION6, 0)),
        b"echo",
    )


@pytest.mark.parametrize("packet", [b"", b"\x45short", b"\x60" + bytes(20), bytes(60)])
def test_what_is_no_packet_is_a_value_error(packet):
    with pytest.raises(ValueError, match="wanted an IP packet"):
        take_apart(packet)


@given(st.binary(max_size=120))
def test_any_bytes_are_taken_apart_or_a_value_error(packet):
    with contextlib.suppress(ValueError):
        take_apart(packet)


def test_addresses_of_many_are_known():
    many = ["224.0.0.251", "ff02::fb", "255.255.255.255"]
    assert [is_to_many(address) for address in (*many, SOURCE, DESTINATION6)] == [True] * 3 + [False] * 2


def test_the_ends_of_a_socket_address_are_read():
    packed4 = socket.AF_INET.to_bytes(2, "little") + b"\x01\xbb" + bytes([203, 0, 113, 7]) + bytes(8)
    packed6 = socket.AF_INET6.to_bytes(2, "little") + b"\x00\x35" + bytes(4)
    packed6 += ipaddress.ip_address(DESTINATION6).packed + bytes(4)

    assert kernel._endpoint(packed4) == (DESTINATION, 443)
    assert kernel._endpoint(packed6) == (DESTINATION6, 53)


def test_packets_with_the_same_ends_are_one_flow_until_a_silence(monkeypatch):
    monkeypatch.setattr(kernel, "IDLE_SECONDS", 0.05)
    begun = []

    async def act():
        read = []

        async def serve(link: QueueLink):
            while (packet := await link.receive()) is not None:
                read.append(packet)
            link.send(b"bye")
            link.close()

        tasks, said = [], []
        flows = Flows(
            lambda route, link: (begun.append(route), tasks.append(asyncio.create_task(serve(link))))
        )
        route, other = Route(17, (SOURCE, 1), (DESTINATION, 2)), Route(17, (SOURCE, 1), (DESTINATION, 3))
        for each, packet in ((route, b"a"), (route, b"b"), (other, b"c")):
            flows.take(each, packet, said.append)
        await asyncio.gather(*tasks)
        flows.take(route, b"d", said.append)
        await asyncio.gather(*tasks)
        return sorted(read), said

    read, said = asyncio.run(act())

    assert (read, said) == ([b"a", b"b", b"c", b"d"], [b"bye"] * 3)
    assert [route.destination[1] for route in begun] == [2, 3, 2]
