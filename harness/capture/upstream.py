"""Who may be reached: canary sites never, in a rehearsal nobody but the zone's peers.

A zone says for every host of the stand-in cloud which public address it would have (never contacted)
and on which local address each protocol is really answered.  `ZoneLoop` is the wall: the event loop of
a rehearsal opens no connection that is not in the zone and resolves no name.
"""

from __future__ import annotations

import asyncio
import ipaddress
import json
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any, NoReturn

from harness.model.errors import SetupError

CANARY_ADDRESS = "198.18.0.1"
"""What a router tells the phone of canary sites: an address of the range for bench tests (RFC 2544 §C.2.2)
that no network routes."""


class RefusedHost(OSError):
    """A host, port or name that a rehearsal does not reach."""


def host_key(host: str) -> str:
    """A host name as it is compared: lower case, no final dot."""
    return host.lower().rstrip(".")


@dataclass(frozen=True, slots=True)
class ZoneHost:
    """One host of the zone: documented addresses, ports answered with TLS, without, and by datagrams."""

    address: str
    tls: tuple[int, ...]
    tcp: tuple[int, ...]
    udp: tuple[int, ...] = ()
    address6: str = ""


class Zone:
    """The hosts of a rehearsal and the local peers that answer for them, by protocol.

    A key `*.name` stands for every host below `name`; the longest match counts.  A host may be asked for by
    a documented address too: a router knows nothing else of it.
    """

    def __init__(self, hosts: Mapping[str, ZoneHost], peers: Mapping[str, tuple[str, int]]) -> None:
        self._hosts = {host_key(name): host for name, host in hosts.items()}
        self._peers = dict(peers)
        self._at: dict[str, list[ZoneHost]] = {}
        for host in hosts.values():
            for address in filter(None, (host.address, host.address6)):
                self._at.setdefault(str(ipaddress.ip_address(address)), []).append(host)

    @classmethod
    def load(cls, path: Path) -> Zone:
        """The zone in a file.  Raises SetupError where it does not read or names a peer off this machine."""
        try:
            content = json.loads(path.read_bytes())
            hosts = {
                name: ZoneHost(
                    str(entry["address"]),
                    tuple(int(port) for port in entry.get("tls", ())),
                    tuple(int(port) for port in entry.get("tcp", ())),
                    tuple(int(port) for port in entry.get("udp", ())),
                    str(entry.get("address6", "")),
                )
                for name, entry in content["hosts"].items()
            }
            peers = {name: (str(peer[0]), int(peer[1])) for name, peer in content["peers"].items()}
            outside = [name for name, peer in peers.items() if not ipaddress.ip_address(peer[0]).is_loopback]
        except (OSError, ValueError, KeyError, TypeError, AttributeError, IndexError) as error:
            raise SetupError(f"{path}: wanted a zone file, found none that reads: {error!r}") from error
        if outside:
            raise SetupError(f"{path}: wanted peers on this machine only, found others: {', '.join(outside)}")
        return cls(hosts, peers)

    def host(self, name: str) -> ZoneHost | None:
        """The entry of a host, by its name or the longest wildcard above it."""
        key = host_key(name)
        if key in self._hosts:
            return self._hosts[key]
        labels = key.split(".")
        above = ("*." + ".".join(labels[at:]) for at in range(1, len(labels)))
        return next((self._hosts[name] for name in above if name in self._hosts), None)

    def _offering(self, name: str) -> list[ZoneHost]:
        """The hosts of a name or address.  Raises RefusedHost where there is none."""
        host = self.host(name)
        found = self._at.get(name, []) if host is None else [host]
        if not found:
            raise RefusedHost(f"{name} is not in the zone of this rehearsal")
        return found

    def peer(self, name: str, port: int) -> tuple[str, int]:
        """The local address that answers for a TCP port of a host or address.  Raises RefusedHost."""
        hosts = self._offering(name)
        if any(port in host.tls for host in hosts):
            protocol = "tls"
        elif any(port in host.tcp for host in hosts):
            protocol = "http" if port == 80 else f"tcp:{port}"  # noqa: PLR2004
        else:
            raise RefusedHost(f"{name} does not answer on port {port} in this rehearsal")
        return self._peer(protocol, name, port)

    def datagram_peer(self, name: str, port: int) -> tuple[str, int]:
        """The local address that answers for a UDP port of a host or address.  Raises RefusedHost."""
        if not any(port in host.udp for host in self._offering(name)):
            raise RefusedHost(f"{name} takes no datagrams on port {port} in this rehearsal")
        return self._peer(f"udp:{port}", name, port)

    def _peer(self, protocol: str, name: str, port: int) -> tuple[str, int]:
        if protocol not in self._peers:
            raise RefusedHost(f"the zone of this rehearsal has no peer for {protocol} ({name}:{port})")
        return self._peers[protocol]


@dataclass(frozen=True, slots=True)
class Upstream:
    """Decides who answers a host: `canary`, `upstream` or `refused`."""

    canary_domain: str
    zone: Zone | None

    def answered_by(self, host: str, port: int) -> str:
        """Who answers this host and port."""
        if self.is_canary(host):
            return "canary"
        return "refused" if self.refusal(host, port) else "upstream"

    def is_canary(self, host: str) -> bool:
        """Whether the recorder itself answers this host."""
        key, domain = host_key(host), host_key(self.canary_domain)
        return key == domain or key.endswith("." + domain)

    def refusal(self, host: str, port: int) -> str | None:
        """Why this host and port may not be connected to, or None where they may."""
        if self.is_canary(host) or host == CANARY_ADDRESS:
            return f"{host} is a canary site, which only the recorder answers"
        if self.zone is None:
            return None
        try:
            self.zone.peer(host, port)
        except RefusedHost as refused:
            return str(refused)
        return None

    def datagram_refusal(self, host: str, port: int) -> str | None:
        """Why datagrams may not be sent to this host and port, or None where they may."""
        if host == CANARY_ADDRESS:
            return f"{host} is a canary site, which takes no datagrams"
        if self.zone is None:
            return None
        try:
            self.zone.datagram_peer(host, port)
        except RefusedHost as refused:
            return str(refused)
        return None

    def address(self, host: str, peer: tuple[str, int] | None) -> tuple[str | None, str]:
        """The address the phone would see, and where that is known from (`zone`, `dns`, `none`)."""
        try:
            return str(ipaddress.ip_address(host)), "none"
        except ValueError:
            pass
        if self.zone is not None:
            entry = self.zone.host(host)
            return (entry.address, "zone") if entry else (None, "none")
        return (peer[0], "dns") if peer else (None, "none")


class ZoneLoop(asyncio.SelectorEventLoop):
    """The event loop of a rehearsal: connects to the zone's peers, resolves nothing."""

    def __init__(self, zone: Zone) -> None:
        super().__init__()
        self._zone = zone

    async def create_connection(
        self, protocol_factory: Any, host: Any = None, port: Any = None, **options: Any
    ) -> Any:
        """A connection to the peer that answers for `host`.  Raises RefusedHost."""
        if host is None or port is None:
            raise RefusedHost("a rehearsal connects to hosts of its zone only")
        peer = self._zone.peer(str(host), int(port))
        return await super().create_connection(protocol_factory, peer[0], peer[1], **options)

    async def create_datagram_endpoint(
        self, protocol_factory: Any, local_addr: Any = None, remote_addr: Any = None, **options: Any
    ) -> Any:
        """Datagrams to the peer that answers for `remote_addr`.  Raises RefusedHost."""
        if remote_addr is None or local_addr is not None:
            raise RefusedHost("a rehearsal sends datagrams to hosts of its zone only")
        peer = self._zone.datagram_peer(str(remote_addr[0]), int(remote_addr[1]))
        return await super().create_datagram_endpoint(protocol_factory, remote_addr=peer, **options)

    async def getaddrinfo(self, host: Any, port: Any, **_options: Any) -> NoReturn:
        """Nothing: a rehearsal resolves no name."""
        raise RefusedHost(f"a rehearsal resolves no name, also not {host!r} (port {port!r})")

    async def getnameinfo(self, sockaddr: Any, flags: int = 0) -> NoReturn:
        """Nothing: a rehearsal resolves no address."""
        raise RefusedHost(f"a rehearsal resolves no address, also not {sockaddr!r} ({flags})")
