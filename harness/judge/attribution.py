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


_Ends = tuple[str, str, str, int]
"""Protocol, the phone's address, the other end; its address is "" where it does not matter."""


def _ends(protocol: str, local: str, far: tuple[str, int]) -> _Ends:
    return protocol, plain_address(local), plain_address(far[0]), far[1]


class Attribution:
    """Joins connections with sampled sockets; two owners of one port at one time count as none.

    Only sockets whose other end is the recorder's port can own a connection to it: another app may use the
    same port of the phone towards another server.  Behind a router (`proxy_port` is None) the other end is
    the one that the phone meant, or none at all for a socket that is not connected.  Kept as plain numbers,
    since a long run has as many sockets as exchanges.
    """

    def __init__(
        self, sockets: Iterable[SocketOwner], packages: Iterable[Package], proxy_port: int | None
    ) -> None:
        self._proxy_port = proxy_port
        self._owners: dict[_Ends, dict[int, array[int]]] = {}
        for socket in sockets:
            protocol, other = socket.protocol.rstrip("6"), socket.remote
            if proxy_port is None or (protocol == "tcp" and other[1] == proxy_port):
                far = ("", other[1]) if proxy_port is not None or not other[1] else other
                ports = self._owners.setdefault(_ends(protocol, socket.local[0], far), {})
                known = ports.get(socket.local[1])
                if known is None:
                    known = ports[socket.local[1]] = array("q")
                known.extend((socket.uid, socket.first_us, socket.last_us))
        self._names: dict[int, list[str]] = {}
        self._uids: dict[str, int] = {}
        for package in packages:
            self._names.setdefault(package.uid, []).append(package.name)
            self._uids[package.name] = package.uid

    def uid(
        self,
        client: tuple[str, int],
        opened_us: int,
        protocol: str = "tcp",
        server: tuple[str, int] | None = None,
    ) -> int | None:
        """The uid that owned the phone's end of a connection; None where it was not seen."""
        known = array("q")
        for far in (
            (server, ("", 0)) if self._proxy_port is None and server else (("", self._proxy_port or 0),)
        ):
            known.extend(self._owners.get(_ends(protocol, client[0], far), {}).get(client[1], ()))
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
