from __future__ import annotations

import ipaddress
from ipaddress import ip_address

from hypothesis import given
from hypothesis import strategies as st

from harness.virtual.cloud import datagrams, zone

ZONE = zone.load()


def question(name: str, kind: int = 1) -> bytes:
    labels = b"".join(bytes([len(part)]) + part.encode() for part in name.split("."))
    return b"\x12\x34\x01\x00\x00\x01\x00\x00\x00\x00\x00\x00" + labels + b"\x00" + bytes([0, kind, 0, 1])


def test_a_host_of_the_zone_has_its_documented_address():
    answer = datagrams.dns(ZONE)(question("globalapi.ad.xiaomi.com"))

    assert answer[:2] == b"\x12\x34"
    assert answer[3] & 15 == 0
    assert answer[6:8] == b"\x00\x01"
    assert str(ipaddress.ip_address(answer[-4:])) == "47.241.69.153"


def test_a_host_outside_the_zone_does_not_exist():
    assert datagrams.dns(ZONE)(question("elsewhere.test"))[3] & 15 == 3


def test_a_hosts_ipv6_address_is_its_other_one_behind_the_prefix_for_documentation():
    answer = datagrams.dns(ZONE)(question("www.google.com", kind=28))
    host = ZONE.find("www.google.com")

    assert (answer[3] & 15, answer[6:8]) == (0, b"\x00\x01")
    assert ip_address(answer[-16:]) == ip_address(host.address6)
    assert answer[-4:] == ip_address(host.address).packed

    assert datagrams.dns(ZONE)(question("www.google.com", kind=16))[6:8] == b"\x00\x00"


@given(st.binary(max_size=100))
def test_noise_never_raises(noise):
    datagrams.dns(ZONE)(noise)
    datagrams.ntp(noise)
    assert datagrams.silence(noise) == b""


def test_the_time_goes_to_clients_only():
    assert len(datagrams.ntp(b"\x1b" + bytes(47))) == 48
    assert datagrams.ntp(b"\x1c" + bytes(47)) == b""
