"""Who owned a connection: the recorder's client port joined with the phone's socket table (method §6)."""

from __future__ import annotations

from array import array
from collections.abc import Iterable

from harness.model.recording import Package, SocketOwner

SEEN_LATE_US = 2_000_000
"""A socket is first sampled some time after it opened: 0.32 s at most of 2,891 on a busy machine.

A port may be used again within this time, and a connection too short to be sampled is then taken for the
next owner's: no longer than samples may need.  One that is sampled later still is nobody's, thus in scope.
"""
SEEN_EARLY_US = 300_000
"""The sampler's clock and the recorder's may differ by a sample."""
_FIELDS = 3
"""Numbers that are kept of a socket: uid, first and last moment."""


def plain_address(address: str) -> str:
    """An IPv4 address without the IPv6 mapping that Java sockets show in /proc/net/tcp6."""
    return address.removeprefix("::ffff:")


class Attribution:
    """Joins connections with sampled sockets; two owners of one port at one time count as none.

    Only sockets whose other end is the recorder's port can own a connection to it: another app may use the
    same port of the phone towards another server.  Kept as plain numbers, since a long run has as many
    sockets as exchanges.
    """

    def __init__(self, sockets: Iterable[SocketOwner], packages: Iterable[Package], proxy_port: int) -> None:
        self._owners: dict[str, dict[int, array[int]]] = {}
        for socket in sockets:
            if socket.protocol.startswith("tcp") and socket.remote[1] == proxy_port:
                ports = self._owners.setdefault(plain_address(socket.local[0]), {})
                known = ports.get(socket.local[1])
                if known is None:
                    known = ports[socket.local[1]] = array("q")
                known.extend((socket.uid, socket.first_us, socket.last_us))
        self._names: dict[int, list[str]] = {}
        self._uids: dict[str, int] = {}
        for package in packages:
            self._names.setdefault(package.uid, []).append(package.name)
            self._uids[package.name] = package.uid

    def uid(self, client: tuple[str, int], opened_us: int) -> int | None:
        """The uid that owned the phone's end of a connection; None where it was not seen."""
        known = self._owners.get(plain_address(client[0]), {}).get(client[1], array("q"))
        owners = {
            known[at]
            for at in range(0, len(known), _FIELDS)
            if known[at + 1] <= opened_us + SEEN_LATE_US and known[at + 2] >= opened_us - SEEN_EARLY_US
        }
        return owners.pop() if len(owners) == 1 else None

    def name(self, uid: int | None) -> str | None:
        """The package of a uid, or `uid:N` where none or several share it."""
        if uid is None:
            return None
        names = self._names.get(uid, [])
        return names[0] if len(names) == 1 else f"uid:{uid}"

    def uid_of(self, package: str) -> int | None:
        """The uid of an installed package."""
        return self._uids.get(package)
