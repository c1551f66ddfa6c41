from __future__ import annotations

import asyncio
import json
import socket

import pytest

from harness.capture.upstream import RefusedHost, Upstream, Zone, ZoneHost, ZoneLoop
from harness.model.errors import SetupError


@pytest.fixture
def zone(cloud):
    return Zone.load(cloud.zone)


def test_a_peer_is_found_by_protocol(zone, cloud):
    peers = cloud.content["peers"]
    assert zone.peer("API.vendor.test.", 443) == tuple(peers["tls"])
    assert zone.peer("api.vendor.test", 80) == tuple(peers["http"])
    assert zone.peer("push.vendor.test", 5222) == tuple(peers["tcp:5222"])
    assert zone.peer("a.b.wild.vendor.test", 443) == tuple(peers["tls"])


@pytest.mark.parametrize(
    ("host", "port"),
    [
        ("example.com", 443),
        ("wild.vendor.test", 443),
        ("xapi.vendor.test", 443),
        ("api.vendor.test", 5222),
        ("203.0.113.99", 443),
        ("127.0.0.1", 443),
        ("", 0),
    ],
)
def test_what_is_not_in_the_zone_is_refused(zone, host, port):
    with pytest.raises(RefusedHost):
        zone.peer(host, port)


def test_a_protocol_without_a_peer_is_refused(zone, cloud, tmp_path):
    content = {**cloud.content, "peers": {"tls": ["127.0.0.1", 1]}}
    (tmp_path / "zone.json").write_text(json.dumps(content))
    with pytest.raises(RefusedHost, match="no peer for http"):
        Zone.load(tmp_path / "zone.json").peer("api.vendor.test", 80)


@pytest.mark.parametrize(
    "content",
    [
        "no json",
        "[]",
        "{}",
        '{"hosts": {"a": {}}, "peers": {}}',
        '{"hosts": {}, "peers": {"tls": ["192.0.2.1", 443]}}',
        '{"hosts": {}, "peers": {"tls": ["example.com", 443]}}',
        '{"hosts": {}, "peers": {"tls": []}}',
    ],
)
def test_a_zone_that_does_not_read_or_leaves_the_machine_is_refused(tmp_path, content):
    (tmp_path / "zone.json").write_text(content)
    with pytest.raises(SetupError):
        Zone.load(tmp_path / "zone.json")


def test_who_answers_is_decided_by_host_and_port(zone):
    upstream = Upstream("claims.test", zone)
    assert upstream.answered_by("x.Claims.Test", 443) == "canary"
    assert upstream.answered_by("xclaims.test", 443) == "refused"
    assert upstream.answered_by("api.vendor.test", 443) == "upstream"
    real = Upstream("claims.test", None)
    assert real.answered_by("example.com", 443) == "upstream"
    assert real.refusal("x.claims.test", 443)


def test_the_address_of_a_host_says_where_it_is_known_from(zone):
    upstream, real = Upstream("claims.test", zone), Upstream("claims.test", None)
    assert upstream.address("api.vendor.test", ("127.0.0.1", 1)) == ("203.0.113.7", "zone")
    assert upstream.address("gone.test", ("127.0.0.1", 1)) == (None, "none")
    assert real.address("example.com", ("192.0.2.1", 443)) == ("192.0.2.1", "dns")
    assert real.address("example.com", None) == (None, "none")
    assert real.address("192.0.2.9", ("192.0.2.9", 443)) == ("192.0.2.9", "none")


def test_the_loop_of_a_rehearsal_opens_no_other_door(zone):
    async def tries():
        loop = asyncio.get_running_loop()
        with pytest.raises(RefusedHost):
            await asyncio.open_connection("example.com", 443)
        with pytest.raises(RefusedHost):
            await asyncio.open_connection("192.0.2.1", 80)
        with pytest.raises(RefusedHost):
            await loop.create_connection(asyncio.Protocol, sock=object())
        with pytest.raises(RefusedHost):
            await loop.create_datagram_endpoint(asyncio.DatagramProtocol, remote_addr=("192.0.2.1", 53))
        with pytest.raises(RefusedHost):
            await loop.getaddrinfo("example.com", 443)
        with pytest.raises(RefusedHost):
            await loop.getnameinfo(("192.0.2.1", 443))
        _, writer = await asyncio.open_connection("api.vendor.test", 80)
        peer = writer.get_extra_info("peername")
        writer.close()
        await writer.wait_closed()
        return peer

    with asyncio.Runner(loop_factory=lambda: ZoneLoop(zone)) as runner:
        assert runner.run(tries()) == zone.peer("api.vendor.test", 80)


def test_a_host_is_found_by_its_documented_addresses_too():
    hosts = {
        "a.test": ZoneHost("203.0.113.1", (443,), (), (123,), "2001:db8::1"),
        "b.test": ZoneHost("203.0.113.1", (), (5222,)),
    }
    peers = {"tls": ("127.0.0.1", 1), "tcp:5222": ("127.0.0.1", 2), "udp:123": ("127.0.0.1", 3)}
    zone = Zone(hosts, peers)

    assert zone.peer("203.0.113.1", 443) == zone.peer("2001:db8::1", 443) == ("127.0.0.1", 1)
    assert zone.peer("203.0.113.1", 5222) == ("127.0.0.1", 2)
    assert zone.datagram_peer("203.0.113.1", 123) == zone.datagram_peer("a.test", 123) == ("127.0.0.1", 3)
    for address, port in (("203.0.113.1", 53), ("203.0.113.2", 123), ("b.test", 123)):
        with pytest.raises(RefusedHost):
            zone.datagram_peer(address, port)


def test_the_loop_of_a_rehearsal_sends_datagrams_to_the_zone_only():
    with socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as peer:
        peer.bind(("127.0.0.1", 0))
        peer.settimeout(5)
        zone = Zone({"a.test": ZoneHost("203.0.113.1", (), (), (123,))}, {"udp:123": peer.getsockname()})

        async def act():
            loop = asyncio.get_running_loop()
            made, _ = await loop.create_datagram_endpoint(
                asyncio.DatagramProtocol, remote_addr=("203.0.113.1", 123)
            )
            made.sendto(b"now")
            made.close()
            with pytest.raises(RefusedHost):
                await loop.create_datagram_endpoint(asyncio.DatagramProtocol, local_addr=("127.0.0.1", 0))

        with asyncio.Runner(loop_factory=lambda: ZoneLoop(zone)) as runner:
            runner.run(act())
        assert peer.recv(10) == b"now"
