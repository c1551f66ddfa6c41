"""TLS over a wire, with the trust store of the phone and, for some apps, a pin."""

from __future__ import annotations

import ssl
from pathlib import Path
from typing import Literal

from harness.virtual.net.errors import TlsRefused, Unreachable
from harness.virtual.net.wire import Wire

Pin = Literal["", "chain", "after"]
"""How an app checks beyond the trust store: not at all; a chain to its own CA while shaking hands; or,
as OkHttp does, the certificate once the handshake is over."""

PINNED_ORGANIZATION = "Stand-in cloud (simulation)"
"""What pinned apps want to see as the issuer: the stand-in for the pin of a public key, since the cloud's
keys are new at each start."""
TLS13_SINCE_SDK = 29
"""Android 10 was the first to offer TLS 1.3."""


def context(trust_store: Path, *, sdk: int, pin: Pin = "") -> ssl.SSLContext:
    """A client context with the CAs of the folder as it is now; a file that is no certificate is left out."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.minimum_version = ssl.TLSVersion.TLSv1_2
    if sdk < TLS13_SINCE_SDK:
        made.maximum_version = ssl.TLSVersion.TLSv1_2
    made.set_alpn_protocols(["http/1.1"])
    for path in sorted(trust_store.glob("*")):
        try:
            made.load_verify_locations(cadata=path.read_text(encoding="ascii"))
        except (ssl.SSLError, UnicodeDecodeError, OSError):
            continue
    if pin == "chain":
        return _only_pinned(made)
    return made


def _only_pinned(full: ssl.SSLContext) -> ssl.SSLContext:
    """The same context with only those CAs that a pinned app accepts."""
    made = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
    made.minimum_version, made.maximum_version = full.minimum_version, full.maximum_version
    made.set_alpn_protocols(["http/1.1"])
    for told, raw in zip(full.get_ca_certs(), full.get_ca_certs(binary_form=True), strict=True):
        if _organization(told.get("subject")) == PINNED_ORGANIZATION:
            made.load_verify_locations(cadata=raw)
    return made


def _organization(name: object) -> str:
    """The organization in a name as `ssl` tells it: a tuple of relative names, each a tuple of pairs."""
    pairs = [pair for part in name for pair in part] if isinstance(name, tuple) else []
    return next((value for key, value in pairs if key == "organizationName"), "")


class Tls:
    """An encrypted channel; the wire below counts what really went over the socket."""

    def __init__(self, wire: Wire, made: ssl.SSLContext, host: str) -> None:
        self.wire = wire
        self._host = host
        self._incoming, self._outgoing = ssl.MemoryBIO(), ssl.MemoryBIO()
        self._engine = made.wrap_bio(self._incoming, self._outgoing, server_hostname=host)

    async def handshake(self, pin: Pin = "") -> None:
        """Raises TlsRefused where this side refuses the certificate, Unreachable for anything else."""
        while True:
            try:
                self._engine.do_handshake()
            except ssl.SSLWantReadError:
                await self._flush()
                await self._feed()
            except ssl.SSLCertVerificationError as error:
                await self._flush()
                raise TlsRefused(f"{self._host}: {error.verify_message}") from error
            except ssl.SSLError as error:
                raise Unreachable(f"{self._host}: the handshake failed: {error.reason}") from error
            else:
                await self._flush()
                break
        issuer = _organization((self._engine.getpeercert() or {}).get("issuer"))
        if pin == "after" and issuer != PINNED_ORGANIZATION:
            raise TlsRefused(f"{self._host}: the certificate is not the pinned one")

    async def send(self, data: bytes) -> None:
        """All of `data`, encrypted."""
        view = memoryview(data)
        for start in range(0, len(view), 65536):
            self._engine.write(view[start : start + 65536])
            await self._flush()

    async def receive(self) -> bytes:
        """Some bytes, b"" at the end.  Raises Unreachable where the connection broke."""
        while True:
            try:
                return self._engine.read(65536)
            except ssl.SSLWantReadError:
                if not await self._feed():
                    return b""
            except ssl.SSLZeroReturnError:
                return b""
            except ssl.SSLError as error:
                raise Unreachable(f"{self._host}: TLS failed: {error.reason}") from error

    async def _feed(self) -> bool:
        data = await self.wire.receive()
        if data:
            self._incoming.write(data)
        else:
            self._incoming.write_eof()
        return bool(data)

    async def _flush(self) -> None:
        if data := self._outgoing.read():
            await self.wire.send(data)

    def close(self) -> None:
        """The end without a close_notify, as apps that are killed leave it."""
        self.wire.close()
