"""The kernel's socket table as /proc/net shows it.

Formats: Linux `net/ipv4/tcp_ipv4.c` get_tcp4_sock and `net/ipv6/tcp_ipv6.c` get_tcp6_sock: addresses are
hexadecimal words in host byte order. Java's sockets are IPv6 sockets, so an app's connection to an IPv4
address stands in tcp6 as ::ffff:a.b.c.d; the shell's own (toybox nc) stand in tcp.
"""

from __future__ import annotations

import ipaddress
import itertools
import struct
from dataclasses import dataclass, field

Address = tuple[str, int]

FIRST_APP_UID = 10000
ESTABLISHED, LISTEN = 0x01, 0x0A
HEAD4 = (
    "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode"
    "                                                     "
)
HEAD6 = (
    "  sl  local_address                         remote_address                        st tx_queue rx_queue"
    " tr tm->when retrnsmt   uid  timeout inode"
)
UDP4 = HEAD4.rstrip() + " ref pointer drops"


@dataclass(slots=True)
class Socket:
    """One open socket of a uid; `close` takes it from the table."""

    table: SocketTable
    uid: int
    proto: str
    local: Address
    remote: Address | None
    inode: int

    def close(self) -> None:
        """Closing twice is harmless."""
        self.table.entries.pop(self.inode, None)


@dataclass(slots=True)
class SocketTable:
    """All sockets of one handset."""

    entries: dict[int, Socket] = field(default_factory=dict)
    _inodes: itertools.count[int] = field(default_factory=lambda: itertools.count(20001))

    def open(self, uid: int, proto: str, local: Address, remote: Address | None) -> Socket:
        """Adds a row; `remote` None is a listening (tcp) or unconnected (udp) socket."""
        if proto not in ("tcp", "udp"):
            raise ValueError(f"protocol tcp or udp wanted, got {proto!r}")
        entry = Socket(self, uid, proto, local, remote, next(self._inodes))
        self.entries[entry.inode] = entry
        return entry

    def proc_net(self, name: str) -> str:
        """The text of /proc/net/tcp, tcp6, udp or udp6."""
        six, proto = name.endswith("6"), name[:3]
        lines = [HEAD6 if six else HEAD4 if proto == "tcp" else UDP4]
        chosen = [
            entry
            for entry in self.entries.values()
            if entry.proto == proto and (_is_six(entry.local) or entry.uid >= FIRST_APP_UID) == six
        ]
        for number, entry in enumerate(chosen):
            remote = entry.remote or ("::" if six else "0.0.0.0", 0)  # noqa: S104  # the unconnected address
            state = ESTABLISHED if entry.remote else (LISTEN if proto == "tcp" else 0x07)
            lines.append(
                f"{number:4d}: {_word(entry.local, six=six)} {_word(remote, six=six)} {state:02X}"
                f" 00000000:00000000 00:00000000 00000000 {entry.uid:5d}        0 {entry.inode}"
                " 1 0000000000000000 20 4 30 10 -1"
            )
        return "\n".join(lines) + "\n"


def _is_six(address: Address) -> bool:
    return ":" in address[0]


def _word(address: Address, *, six: bool) -> str:
    """The kernel's notation of an address and port."""
    packed = ipaddress.ip_address(address[0]).packed
    if six and len(packed) == 4:  # noqa: PLR2004  # an IPv4 address
        packed = bytes(10) + b"\xff\xff" + packed
    words = struct.unpack(f"<{len(packed) // 4}I", packed)
    return "".join(f"{word:08X}" for word in words) + f":{address[1]:04X}"
