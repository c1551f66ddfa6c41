"""A phone behind a recorder that is its only router, and everything that an app may try."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass, field
from pathlib import Path

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
    device: object
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

    def end(self) -> None:
        """End recorder and cloud."""
        self.recorder.__exit__(None, None, None)
        self.cloud.stop()


def start(folder: Path, address: str, uplink: Uplink, **options: object) -> Stand:
    """A cloud, a recorder started with `options`, and a phone; the caller ends them."""
    cloud = Child("harness.virtual.cloud", ["--state", str(folder / "cloud")], folder / "cloud.log")
    zone, ca = Path(cloud.ready["zone"]), Path(cloud.ready["ca"])
    run = folder / "run"
    recorder = Recorder.start(
        run, run / "sequence", folder / "confdir", rehearsal=Rehearsal(zone, ca), **options
    )
    if uplink.cable is not None:
        uplink.cable.write_text(json.dumps({"host": "127.0.0.1", "port": recorder.port}))
    shipped = firmware.load("as-reported-2020-04", installed=packages())
    device = assemble(folder / "phone", shipped, address=address, time_scale=600, cloud_ca=ca)
    phone = make_phone(device, zone=json.loads(zone.read_text()), ambient=False, uplink=uplink)
    (phone.trust_store_dir / trust_store_name(recorder.ca)).write_bytes(recorder.ca.read_bytes())
    return Stand(folder, recorder, cloud, phone, device)


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
