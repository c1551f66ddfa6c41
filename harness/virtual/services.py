"""The services of the phone as its apps see them: settings, clock, packages, media and the rest."""

from __future__ import annotations

import asyncio
from collections.abc import Sequence
from typing import Protocol

from harness.virtual.inventory import Address, Package, Song


class Settings(Protocol):
    """The three tables of `settings`: system, secure, global. All values are strings."""

    def get(self, namespace: str, key: str) -> str | None:
        """The value, None if unset."""

    def put(self, namespace: str, key: str, value: str) -> None:
        """Sets it, on disk when it returns."""

    def delete(self, namespace: str, key: str) -> bool:
        """Whether there was something to delete."""

    def items(self, namespace: str) -> list[tuple[str, str]]:
        """All rows, sorted by key."""


class Properties(Protocol):
    """`getprop`: an unset property is the empty string."""

    def get(self, name: str) -> str:
        """The value, empty if unset."""

    def put(self, name: str, value: str) -> None:
        """Sets it; `persist.` ones survive a restart."""

    def items(self) -> list[tuple[str, str]]:
        """All properties, sorted by name."""


class Clock(Protocol):
    """The phone's clock, running `scale` times faster than the wall."""

    scale: float

    def now_ms(self) -> int:
        """Phone time: milliseconds since 1970 UTC."""

    async def sleep(self, phone_seconds: float) -> None:
        """Sleeps that many seconds of phone time."""


class Counters(Protocol):
    """The kernel's byte counters: IP-level bytes and packets per uid, protocol and interface."""

    def add(  # one call per packet train, in the order of the kernel's columns
        self,
        uid: int,
        proto: str,
        tx_bytes: int,
        tx_packets: int,
        rx_bytes: int,
        rx_packets: int,
        iface: str = "wlan0",
    ) -> None:
        """Counts traffic; `proto` is tcp, udp or other; `lo` is the interface of what goes to 127.0.0.1."""


class SocketHandle(Protocol):
    """One row of /proc/net/tcp{,6} or udp."""

    def close(self) -> None:
        """Takes the row away; closing twice is harmless."""


class Sockets(Protocol):
    """The kernel's socket table."""

    def open(self, uid: int, proto: str, local: Address, remote: Address | None) -> SocketHandle:
        """Adds a row; app uids show up in tcp6/udp6 as ::ffff:a.b.c.d, as Java's sockets do on a phone."""


class Media(Protocol):
    """The media store."""

    def songs(self) -> list[Song]:
        """Every song, sorted by title."""


class Packages(Protocol):
    """The package manager's table."""

    def get(self, name: str) -> Package | None:
        """The installed package of that name."""

    def all(self) -> list[Package]:
        """Every installed package, sorted by name."""

    def is_suspended(self, name: str) -> bool:
        """`pm suspend` stands."""

    def is_enabled(self, name: str) -> bool:
        """No `pm disable-user` stands."""


class Question(Protocol):
    """A computer that wants to debug the phone, until `answer` is set."""

    always: bool
    answer: asyncio.Future[bool]

    @property
    def fingerprint(self) -> str:
        """Of its key."""


class Debugging(Protocol):
    """Who wants to debug the phone."""

    @property
    def questions(self) -> Sequence[Question]:
        """Unanswered, the oldest first."""
