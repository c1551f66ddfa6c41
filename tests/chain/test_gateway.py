"""A phone behind the recorder: whatever an app sends, by any route, is in the record.

Ground truth is the phone's own log of what it sent and the cloud's log of what came: neither shares code
with the recorder.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import socket
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.virtual.net.emissions import Cause
from harness.virtual.net.network import Network
from harness.virtual.net.uplink import Uplink
from tests.chain.routed import BROWSER, PUSH, ROUTES, VENDOR, recorded, settle, start


@pytest.fixture(scope="module")
def stand(tmp_path_factory):
    folder = tmp_path_factory.mktemp("gateway")
    made = start(folder, "127.0.1.89", Uplink("wire", folder / "cable.json"), network="wire")
    yield made
    made.end()


SECRETS = st.integers(0, 2**64).map(lambda number: hashlib.sha256(b"%d" % number).digest()[:24])


@pytest.mark.slow
@settings(max_examples=20, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(st.tuples(st.sampled_from(ROUTES), SECRETS), min_size=1, max_size=8))
def test_whatever_an_app_sends_by_any_route_is_in_the_record(stand, sendings):
    async def act():
        at_once = [each for each in sendings if each[0] != "proxy"]
        await asyncio.gather(*(stand.send(*each) for each in at_once))
        for each in sendings:
            if each[0] == "proxy":  # a setting of the whole phone
                await stand.send(*each)
        await asyncio.sleep(0.1)

    asyncio.run(act())
    settle(stand)
    lines, sent = recorded(stand)

    for route, secret in sendings:
        if route != "pinned":
            assert any(secret in content for content in sent), route
    refused = {line.conn for line in lines if line.event == "handshake-refused" and line.sni == VENDOR}
    kept = {line.conn for line in lines if line.event == "payload" and line.direction == "out"}
    assert len(refused) == sum(route == "pinned" for route, _ in stand.sent)
    assert refused <= kept


def test_every_arrival_at_the_cloud_is_in_the_record(stand):
    everything = [(route, hashlib.sha256(route.encode()).digest()[:24]) for route in ROUTES]

    async def act():
        for route, secret in everything:
            await stand.send(route, secret)

    asyncio.run(act())
    settle(stand)
    lines, _ = recorded(stand)
    arrivals = [json.loads(line) for line in Path(stand.cloud.ready["log"]).read_text().splitlines()]

    known = {line.digest for line in lines if line.event == "sent"}
    known |= {line.stream.digest for line in lines if line.event == "flow-closed" and line.stream}
    assert arrivals
    assert {arrival["digest"] for arrival in arrivals} <= known


def test_the_phones_counters_and_the_record_tell_the_same_bytes(stand):
    routes = [route for route in ROUTES if route not in {"ipv6", "icmp6", "gre"}]

    def counted():
        rows = [row for row in stand.device.counters.rows() if row.iface == "wlan0"]
        tcp = [row for row in rows if row.proto == "tcp"]
        udp = [row for row in rows if row.proto == "udp"]
        return (
            sum(row.tx_bytes - 52 * row.tx_packets for row in tcp),
            sum(row.tx_bytes - 28 * row.tx_packets for row in udp),
        )

    settle(stand)
    before, (lines, _) = counted(), recorded(stand)
    start = lines[-1].sequence

    async def act():
        for route in routes:
            await stand.send(route, hashlib.sha256(b"b" + route.encode()).digest())

    asyncio.run(act())
    settle(stand)
    lines = [line for line in recorded(stand)[0] if line.sequence > start]
    opened = {line.conn: line.protocol for line in lines if line.event == "flow-opened"}
    total = {"tcp": 0, "udp": 0, "icmp": 0}
    for line in lines:
        if line.event == "flow-closed":
            total[opened[line.conn]] += line.sent_bytes
    tcp, udp = (after - old for after, old in zip(counted(), before, strict=True))
    connections = sum(protocol == "tcp" for protocol in opened.values())

    assert udp == total["udp"]
    assert tcp - 8 * connections == total["tcp"]


def test_every_flow_joins_with_the_phones_socket_table_by_its_port(stand):
    seen = []

    async def act():
        network = Network(stand.phone)
        stream = await network.stream(BROWSER, PUSH, 5222, Cause("test", "join"))
        await stream.send(b"joined", "hello")
        seen.append((stream.local, stand.phone.sockets.proc_net("tcp6")))
        stream.close()

    asyncio.run(act())
    settle(stand)
    lines, _ = recorded(stand)
    (local, table) = seen[0]
    opened = next(line for line in lines if line.event == "flow-opened" and line.client == local)

    address = socket.inet_aton(opened.server[0])[::-1].hex().upper()
    assert opened.server[1] == 5222
    assert f"{address}:{5222:04X} 01" in table
    assert f"{local[1]:04X} " in table
