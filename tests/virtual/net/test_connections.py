from __future__ import annotations

import asyncio

from harness.virtual.net.connections import Connection, Connections


class Line:
    """A connection's two halves, as far as keeping it goes."""

    def __init__(self):
        self.closed = False
        self.good = True

    def quiet(self):
        return self.good and not self.closed

    def close(self):
        self.closed = True


def make(package="a", key=("a",)):
    line = Line()
    return Connection(package, key, line, line)


def test_a_connection_is_taken_by_its_key_and_only_while_it_is_good():
    async def act():
        kept = Connections(60)
        one, other = make(), make()
        for connection in (one, other):
            kept.opened(connection)
            kept.give(connection)
        other.wire.good = False
        taken = kept.take(("a",))
        return taken is one, other.wire.closed, kept.take(("a",)), kept.take(("b",))

    assert asyncio.run(act()) == (True, True, None, None)


def test_a_stop_closes_busy_and_idle_connections_of_that_app_alone():
    async def act():
        kept = Connections(60)
        busy, idle, foreign = make(), make(), make("b", ("b",))
        for connection in (busy, idle, foreign):
            kept.opened(connection)
        kept.give(idle)
        kept.close("a")
        state = (busy.wire.closed, idle.wire.closed, foreign.wire.closed)
        kept.close()
        return (*state, foreign.wire.closed)

    assert asyncio.run(act()) == (True, True, False, True)


def test_a_connection_that_was_closed_meanwhile_is_not_kept():
    async def act():
        kept = Connections(60)
        gone = make()
        kept.opened(gone)
        gone.wire.close()
        kept.give(gone)
        return kept.take(("a",))

    assert asyncio.run(act()) is None
