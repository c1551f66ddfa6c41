"""Play services in the background: refused handshakes where somebody intercepts, and QUIC.

Ambient traffic (method §14): not signed by the vendor, the same under every firmware.
"""

from __future__ import annotations

import hashlib

from harness.virtual.application import InstalledApp
from harness.virtual.apps.background import Service
from harness.virtual.inventory import Package
from harness.virtual.net.addresses import parse
from harness.virtual.net.emissions import Cause
from harness.virtual.net.errors import NetworkError
from harness.virtual.net.messages import Request
from harness.virtual.net.network import Network
from harness.virtual.phone import Phone

CHECK_IN_S = 1800.0
QUIC_S = 420.0
_AGENT = "Android-GCM/1.5"


class PlayServices(Service):
    """Pinned check-ins over TLS and datagrams over QUIC, in phone time."""

    package = "com.google.android.gms"

    def __init__(self, phone: Phone, network: Network) -> None:
        super().__init__()
        self._phone = phone
        self._network = network

    def begin(self) -> None:
        """Start both, where this phone has ambient traffic."""
        if self._phone.ambient:
            self._phone.task(self._check_in(), self.package)
            self._phone.task(self._quic(), self.package)

    def end(self) -> None:
        """Connections end."""
        self._network.close(self.package)

    async def _check_in(self) -> None:
        target = parse("https://play.googleapis.com/play/log?format=raw&proto_v2=true")
        headers = (("User-Agent", _AGENT), ("Content-Type", "application/x-gzip"))
        while True:
            body = hashlib.sha512(b"%d" % self._phone.clock.now_ms()).digest()
            request = Request("POST", target, headers, body)
            try:
                await self._network.request(
                    self.package, request, Cause("ambient:gms", "check-in"), pin="chain"
                )
            except NetworkError as error:
                self._phone.log("GCM", self._phone.pid(self.package), f"check-in failed: {error}", "W")
            await self._phone.clock.sleep(CHECK_IN_S)

    async def _quic(self) -> None:
        while True:
            seed = hashlib.sha512(b"quic %d" % self._phone.clock.now_ms()).digest()
            initial = b"\xc0\x00\x00\x00\x01" + (seed * 19)[:1195]  # RFC 9000 §14.1: at least 1200 bytes
            try:
                await self._network.datagram(
                    self.package, "www.googleapis.com", 443, initial, Cause("ambient:quic", "initial")
                )
            except NetworkError as error:
                self._phone.log("cr_Quic", self._phone.pid(self.package), f"no QUIC: {error}", "W")
            await self._phone.clock.sleep(QUIC_S)


APPS = (
    InstalledApp(
        Package(
            name=PlayServices.package,
            version="20.12.16 (120400-306758586)",  # synthetic
            version_code=201216037,  # synthetic
            uid=10012,
            signer="google",
            system=True,
            path="/system/priv-app/GmsCore/GmsCore.apk",
        ),
        lambda phone, network, _: PlayServices(phone, network),
    ),
)
