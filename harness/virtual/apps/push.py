"""The push service `com.xiaomi.xmsf`: a raw connection that stays open, past any proxy.

Ambient traffic (method §14; facts: Mi Push).  The binary protocol is not public, so the heartbeat is a
stand-in of a few bytes.
"""

from __future__ import annotations

from harness.virtual.application import InstalledApp
from harness.virtual.apps.background import Service
from harness.virtual.inventory import Package
from harness.virtual.net.emissions import Cause
from harness.virtual.net.errors import NetworkError
from harness.virtual.net.network import Network
from harness.virtual.net.streams import Stream
from harness.virtual.phone import Phone

HOST, PORT = "app.chat.global.xiaomi.net", 5222
HEARTBEAT_S = 300.0
RECONNECT_S = 60.0
HELLO = b"\xc2\xfe\x00\x05\x00\x00\x00\x10stand-in hello.."
HEARTBEAT = b"\xc2\xfe\x00\x05\x00\x00\x00\x00"


class Push(Service):
    """One long connection with a heartbeat about every five phone minutes."""

    package = "com.xiaomi.xmsf"

    def __init__(self, phone: Phone, network: Network) -> None:
        super().__init__()
        self._phone = phone
        self._network = network

    def begin(self) -> None:
        """Connect, where this phone has ambient traffic."""
        if self._phone.ambient:
            self._phone.task(self._run(), self.package)

    def end(self) -> None:
        """The connection ends."""
        self._network.close(self.package)

    async def _run(self) -> None:
        while True:
            try:
                stream = await self._network.stream(
                    self.package, HOST, PORT, Cause("ambient:push", "connection")
                )
                try:
                    await self._converse(stream)
                finally:
                    stream.close()
            except NetworkError as error:
                self._phone.log("PushService", self._phone.pid(self.package), f"no connection: {error}", "W")
            await self._phone.clock.sleep(RECONNECT_S)

    async def _converse(self, stream: Stream) -> None:
        await stream.send(HELLO, "hello")
        while await stream.receive():
            await self._phone.clock.sleep(HEARTBEAT_S)
            await stream.send(HEARTBEAT, "heartbeat")


APPS = (
    InstalledApp(
        Package(
            name=Push.package,
            version="4.0.8",  # synthetic
            version_code=20200408,  # synthetic
            uid=10083,
            signer="vendor",
            system=True,
            path="/system/app/XMSF/XMSF.apk",  # synthetic
        ),
        lambda phone, network, _: Push(phone, network),
    ),
)
