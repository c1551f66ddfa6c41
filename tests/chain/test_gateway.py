"""A phone behind the recorder: whatever an app sends, by any route, is in the record.

Ground truth is the phone's own log of what it sent and the cloud's log of what came: neither shares code
with the recorder.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import socket
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from harness.bench.child import Child
from harness.capture.ca import trust_store_name
from harness.capture.client import Recorder, Rehearsal
from harness.store.adapters import EXCHANGES
from harness.store.bodies import BodyReader
from harness.store.lines import read_lines
from harness.virtual import firmware
from harness.virtual.apps.discovery import packages
from harness.virtual.assembly import assemble, make_phone
from harness.virtual.net.addresses import parse
from harness.virtual.net.emissions import Cause
from harness.virtual.net.errors import NetworkError
from harness.virtual.net.messages import Request
from harness.virtual.net.network import Network
from harness.virtual.net.uplink import Uplink

BROWSER = "com.mi.globalbrowser"
VENDOR, PUSH = "tracking.intl.miui.com", "app.chat.global.xiaomi.net"
REQUESTS = {"https": "https", "http": "http", "pinned": "https", "proxy": "http"}
RAW = {
    "tcp": (PUSH, 5222),
    "tcp-elsewhere": ("198.51.100.77", 4444),
    "tls-elsewhere": ("198.51.100.78", 443),
    "ipv6": ("", 5222),
    "dns-tcp": ("8.8.8.8", 53),
}
DATAGRAMS = {
    "udp": ("time.android.com", 123),
    "udp-elsewhere": ("198.51.100.77", 4444),
    "quic": ("www.googleapis.com", 443),
    "dns": ("dns.google", 53),
}
PACKETS = {"icmp": 1, "icmp6": 58, "gre": 47}
ROUTES = (*REQUESTS, *RAW, *DATAGRAMS, *PACKETS)


@dataclass
class Stand:
    """A cloud, a recorder and a phone whose only router the recorder is."""

    folder: Path
    recorder: Recorder
    cloud: Child
    phone: object
    sent: list[tuple[str, bytes]] = field(default_factory=list)

    async def send(self, route: str, secret: bytes) -> None:
        """Send something with a secret in it; that nobody answers is no failure."""
        network, cause = Network(self.phone), Cause("test", route)
        self.sent.append((route, secret))
        try:
            async with asyncio.timeout(1.5):
                await self._send(network, route, secret, cause)
        except (NetworkError, TimeoutError):
            pass
        finally:
            network.close()

    async def _send(self, network: Network, route: str, secret: bytes, cause: Cause) -> None:
        if route in REQUESTS:
            target = parse(f"{REQUESTS[route]}://{VENDOR}/{route}")
            if route == "proxy":
                self.phone.settings.put("global", "http_proxy", "192.0.2.8:3128")
            try:
                pin = "chain" if route == "pinned" else ""
                await network.request(BROWSER, Request("POST", target, (), secret), cause, pin=pin)
            finally:
                self.phone.settings.put("global", "http_proxy", ":0")
        elif route in RAW:
            host, port = RAW[route]
            head = {"dns-tcp": len(secret).to_bytes(2, "big"), "tls-elsewhere": b"\x16\x03\x01\x40\0"}
            stream = await network.stream(BROWSER, host or self.address6(PUSH), port, cause)
            await stream.send(head.get(route, b"") + secret, "hello")
            await stream.receive()
            stream.close()
        elif route in DATAGRAMS:
            await network.datagram(BROWSER, *DATAGRAMS[route], secret, cause)
        else:
            host = self.address6(VENDOR) if route == "icmp6" else VENDOR
            await network.packet("android", PACKETS[route], host, secret, cause)

    def address6(self, host: str) -> str:
        return self.phone.zone["hosts"][host]["address6"]


@pytest.fixture(scope="module")
def stand(tmp_path_factory):
    folder = tmp_path_factory.mktemp("gateway")
    cloud = Child("harness.virtual.cloud", ["--state", str(folder / "cloud")], folder / "cloud.log")
    zone, ca = Path(cloud.ready["zone"]), Path(cloud.ready["ca"])
    run = folder / "run"
    recorder = Recorder.start(
        run, run / "sequence", folder / "confdir", network="wire", rehearsal=Rehearsal(zone, ca)
    )
    cable = folder / "cable.json"
    cable.write_text(json.dumps({"host": "127.0.0.1", "port": recorder.port}))
    shipped = firmware.load("as-reported-2020-04", installed=packages())
    device = assemble(folder / "phone", shipped, address="127.0.1.89", time_scale=600, cloud_ca=ca)
    phone = make_phone(device, zone=json.loads(zone.read_text()), ambient=False, uplink=Uplink("wire", cable))
    (phone.trust_store_dir / trust_store_name(recorder.ca)).write_bytes(recorder.ca.read_bytes())
    made = Stand(folder, recorder, cloud, phone)
    made.device = device
    yield made
    recorder.__exit__(None, None, None)
    cloud.stop()


def recorded(stand) -> tuple[list, list[bytes]]:
    """Every line of the recorder, and the bytes of everything that the phone sent."""
    data = stand.folder / "run" / "data"
    lines = list(read_lines(data, EXCHANGES, cut_off=[]))
    with BodyReader(data / "bodies") as bodies:
        ways = [line for line in lines if getattr(line, "direction", "") == "out"]
        return lines, [bodies.load(line.body) for line in ways]


def settle(stand) -> None:
    """Wait until every flow has ended."""

    async def wait() -> None:
        async with asyncio.timeout(10):
            while True:
                lines, _ = recorded(stand)
                opened = {line.conn for line in lines if line.event == "flow-opened"}
                if opened == {line.conn for line in lines if line.event == "flow-closed"}:
                    return
                await asyncio.sleep(0.05)

    asyncio.run(wait())


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
