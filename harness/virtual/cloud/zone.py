"""The zone: which hosts exist, their documented addresses, and where they are really answered."""

from __future__ import annotations

import json
import tomllib
from dataclasses import dataclass
from ipaddress import IPv4Address, IPv6Address, ip_address
from pathlib import Path
from typing import Any

HERE = Path(__file__).parent / "zone.toml"
DOCUMENTATION = bytes.fromhex("20010db8") + bytes(8)
_HOST_KEYS = {"address", "country", "source", "tls", "tcp", "udp"}


@dataclass(frozen=True, slots=True)
class Host:
    """One host of the zone: the address a phone is told, its country, the ports it answers on."""

    name: str
    address: str
    country: str
    source: str
    tls: tuple[int, ...]
    tcp: tuple[int, ...]
    udp: tuple[int, ...]

    @property
    def address6(self) -> str:
        """Its IPv6 address: the IPv4 one behind the prefix for documentation (RFC 3849)."""
        return str(IPv6Address(DOCUMENTATION + IPv4Address(self.address).packed))


@dataclass(frozen=True, slots=True)
class Zone:
    """All hosts by name.  Raises ValueError where there is none: an empty cloud answers nothing."""

    hosts: dict[str, Host]

    def __post_init__(self) -> None:
        if not self.hosts:
            raise ValueError("wanted a zone with hosts, found none")

    def find(self, name: str) -> Host | None:
        """The host of that name, else the longest wildcard (`*.domain`) that covers it."""
        name = name.lower().rstrip(".")
        if name in self.hosts:
            return self.hosts[name]
        while "." in name:
            name = name.partition(".")[2]
            if f"*.{name}" in self.hosts:
                return self.hosts[f"*.{name}"]
        return None

    def owner(self, protocol: str, port: int) -> str:
        """The only host that offers a port of a protocol (`tcp`, `udp`), or "" where several do."""
        names = [host.name for host in self.hosts.values() if port in getattr(host, protocol)]
        return names[0] if len(names) == 1 else ""

    def write(self, path: Path, peers: dict[str, tuple[str, int]]) -> None:
        """The zone file: hosts as documented, and `peers`, where each protocol is really answered."""
        hosts = {
            host.name: {
                "address": host.address,
                "address6": host.address6,
                "country": host.country,
                "source": host.source,
                "tls": host.tls,
                "tcp": host.tcp,
                "udp": host.udp,
            }
            for host in self.hosts.values()
        }
        path.write_text(json.dumps({"hosts": hosts, "peers": peers}, indent=1) + "\n")


def load(*more: Path) -> Zone:
    """The shipped zone and, over it, the hosts of more TOML files: another vendor's, say.

    A file's `[defaults]` are for its own hosts; without any the shipped ones are.  Raises ValueError, with
    the file, for what it does not know.
    """
    hosts: dict[str, Host] = {}
    defaults: dict[str, Any] = {}
    for path in (HERE, *more):
        try:
            data = tomllib.loads(path.read_text(encoding="utf-8"))
        except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
            raise ValueError(f"{path}: {error}") from error
        if not {"hosts"} <= set(data) <= {"defaults", "hosts"}:
            raise ValueError(f"{path}: wanted [hosts], and [defaults] if need be, found {sorted(data)}")
        own = data.get("defaults", defaults)
        defaults = defaults or own
        hosts |= {name.lower(): _host(path, name, {**own, **row}) for name, row in data["hosts"].items()}
    return Zone(hosts)


def _host(path: Path, name: str, row: dict[str, Any]) -> Host:
    if unknown := set(row) - _HOST_KEYS:
        raise ValueError(f"{path}: {name}: unknown keys {sorted(unknown)}")
    try:
        return Host(
            name=name.lower(),
            address=str(ip_address(row["address"])),
            country=row["country"],
            source=row.get("source", "documentation"),
            tls=tuple(row["tls"]),
            tcp=tuple(row["tcp"]),
            udp=tuple(row["udp"]),
        )
    except KeyError as error:
        raise ValueError(f"{path}: {name}: wanted {error}, found nothing") from error
