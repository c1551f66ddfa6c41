"""A raw TCP connection that stays open: the push client's."""

from __future__ import annotations

import hashlib

from harness.virtual.inventory import Address
from harness.virtual.net.emissions import Cause, Emissions, Sent, Way
from harness.virtual.net.errors import NetworkError
from harness.virtual.net.wire import Wire


class Stream:
    """An open connection.  Each piece sent is an emission; the whole is one more when it ends.

    The cloud knows a connection by its whole payload, the phone by its pieces: `conn` joins them.
    """

    def __init__(
        self,
        package: str,
        uid: int,
        host: str,
        port: int,
        wire: Wire,
        emissions: Emissions,
        cause: Cause,
        route: Way = "direct",
    ) -> None:
        self.package = package
        self.local: Address = wire.local
        self._uid = uid
        self._host = host
        self._port = port
        self._wire = wire
        self._emissions = emissions
        self._cause = cause
        self._route = route
        self._whole = hashlib.sha256()
        self._length = 0

    async def send(self, data: bytes, event: str) -> None:
        """Send a piece.  Raises NetworkError."""
        digest = hashlib.sha256(data).hexdigest()
        cause = Cause(self._cause.behaviour, event)
        number = self._emissions.announce(self._describe(digest, len(data)), cause)
        self._whole.update(data)
        self._length += len(data)
        try:
            await self._wire.send(data)
        except NetworkError:
            self._emissions.settle(number, digest, "failed")
            raise
        self._emissions.settle(number, digest, "sent")

    async def receive(self) -> bytes:
        """Some bytes, b"" at the end.  Raises NetworkError."""
        return await self._wire.receive()

    def close(self) -> None:
        """Close it and tell its whole; closing twice is harmless."""
        if self._wire.closed:
            return
        self._wire.close()
        digest = self._whole.hexdigest()
        number = self._emissions.announce(
            self._describe(digest, self._length), Cause(self._cause.behaviour, "connection")
        )
        self._emissions.settle(number, digest, "sent")

    def _describe(self, digest: str, length: int) -> Sent:
        route = self._route
        return Sent(self.package, self._uid, "", self._host, self._port, route, digest, length, self.local)
