"""Who owned a connection: the recorder's client port joined with the phone's socket table (method §6)."""

from __future__ import annotations

from collections.abc import Iterable

from harness.model.recording import Package, SocketOwner

SEEN_LATE_US = 5_000_000
"""A socket is first sampled some time after it opened; a port is not reused within this time."""
SEEN_EARLY_US = 300_000
"""The sampler's clock and the recorder's may differ by a sample."""
FIRST_APP_UID = 10_000


def plain_address(address: str) -> str:
    """An IPv4 address without the IPv6 mapping that Java sockets show in /proc/net/tcp6."""
    return address.removeprefix("::ffff:")


class Attribution:
    """Joins connections with sampled sockets; two owners of one port at one time count as none."""

    def __init__(self, sockets: Iterable[SocketOwner], packages: Iterable[Package]) -> None:
        self._by_port: dict[tuple[str, int], list[SocketOwner]] = {}
        for socket in sockets:
            if socket.protocol.startswith("tcp"):
                key = (plain_address(socket.local[0]), socket.local[1])
                self._by_port.setdefault(key, []).append(socket)
        self._names: dict[int, list[str]] = {}
        for package in packages:
            self._names.setdefault(package.uid, []).append(package.name)

    def uid(self, client: tuple[str, int], opened_us: int) -> int | None:
        """The uid that owned the phone's end of a connection; None where it was not seen."""
        owners = {
            socket.uid
            for socket in self._by_port.get((plain_address(client[0]), client[1]), ())
            if socket.first_us <= opened_us + SEEN_LATE_US and socket.last_us >= opened_us - SEEN_EARLY_US
        }
        return owners.pop() if len(owners) == 1 else None

    def name(self, uid: int | None) -> str | None:
        """The package of a uid, or `uid:N` where none or several share it."""
        if uid is None:
            return None
        names = self._names.get(uid, [])
        return names[0] if len(names) == 1 else f"uid:{uid}"
