"""Connections that stay open between requests, as apps keep them."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass, field

from harness.virtual.net.messages import AnswerReader, Channel
from harness.virtual.net.wire import Wire

IDLE_PHONE_S = 180.0
IDLE_WALL_S = 1.5
"""An idle connection stays open for the longer of the two, so that a sampler of sockets sees it."""

Key = tuple[str, ...]


@dataclass(slots=True, eq=False)
class Connection:
    """One connection of an app to a host, by whatever route."""

    package: str
    key: Key
    wire: Wire
    channel: Channel
    reader: AnswerReader = field(init=False)
    through_proxy: bool = False
    used: bool = False

    def __post_init__(self) -> None:
        self.reader = AnswerReader(self.channel)


class Connections:
    """The idle connections of one phone; `close` ends those of an app, busy ones too."""

    def __init__(self, scale: float) -> None:
        self._idle_s = max(IDLE_WALL_S, IDLE_PHONE_S / scale)
        self._idle: dict[Key, list[Connection]] = {}
        self._all: set[Connection] = set()
        self._timers: dict[Connection, asyncio.TimerHandle] = {}

    def opened(self, connection: Connection) -> None:
        """A new connection, in use."""
        self._all.add(connection)

    def take(self, key: Key) -> Connection | None:
        """An idle connection that is still good, now in use."""
        waiting = self._idle.get(key, [])
        while waiting:
            connection = waiting.pop()
            self._timers.pop(connection).cancel()
            if connection.wire.quiet():
                return connection
            self.drop(connection)
        return None

    def give(self, connection: Connection) -> None:
        """Back after use; it is closed when it was idle for long."""
        if connection.wire.closed:
            self.drop(connection)
            return
        connection.used = True
        self._idle.setdefault(connection.key, []).append(connection)
        loop = asyncio.get_running_loop()
        self._timers[connection] = loop.call_later(self._idle_s, self.drop, connection)

    def drop(self, connection: Connection) -> None:
        """Close it."""
        if timer := self._timers.pop(connection, None):
            timer.cancel()
        if connection in self._idle.get(connection.key, []):
            self._idle[connection.key].remove(connection)
        self._all.discard(connection)
        connection.channel.close()

    def close(self, package: str | None = None) -> None:
        """Close an app's connections, or all."""
        for connection in [each for each in self._all if package in {None, each.package}]:
            self.drop(connection)
