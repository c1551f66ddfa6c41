from __future__ import annotations

import asyncio

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.capture.gateway.header import Route, parse, read
from tests.capture.gateway.wire import header

PORTS = st.integers(0, 65535)


@given(
    st.integers(1, 255),
    st.one_of(
        st.tuples(st.ip_addresses(v=4), st.ip_addresses(v=4)),
        st.tuples(st.ip_addresses(v=6), st.ip_addresses(v=6)),
    ),
    PORTS,
    PORTS,
)
def test_a_header_says_where_a_flow_comes_from_and_goes_to(protocol, addresses, source, destination):
    ends = (str(addresses[0]), source), (str(addresses[1]), destination)

    assert parse(header(protocol, *ends)) == Route(protocol, *ends)


@given(st.binary(max_size=80))
def test_any_other_bytes_are_a_value_error(data):
    with pytest.raises(ValueError):
        parse(data)


@given(st.integers(1, 60))
def test_a_header_that_is_cut_off_is_an_error(size):
    whole = header(47, ("fd00::2", 0), ("2001:db8::7", 0))
    with pytest.raises(ValueError):
        parse(whole[: min(size, len(whole) - 1)])


def test_a_flow_of_neither_tcp_nor_udp_must_say_its_protocol():
    whole = bytearray(header(1, ("10.0.0.1", 0), ("10.0.0.2", 0)))
    whole[28] = 0xE1
    with pytest.raises(ValueError, match="wanted the IP protocol"):
        parse(bytes(whole))


def test_reading_leaves_what_follows_on_the_wire():
    async def act():
        reader = asyncio.StreamReader()
        reader.feed_data(header(6, ("10.0.0.1", 1), ("10.0.0.2", 2)) + b"rest")
        reader.feed_eof()
        return await read(reader), await reader.read()

    assert asyncio.run(act()) == (Route(6, ("10.0.0.1", 1), ("10.0.0.2", 2)), b"rest")


def test_protocols_are_named_as_iana_does():
    names = [Route(number, ("", 0), ("", 0)).protocol_name for number in (1, 6, 17, 58, 132)]
    assert names == ["icmp", "tcp", "udp", "ipv6-icmp", "ip-132"]
