from __future__ import annotations

import asyncio
import socket

import pytest

from harness.virtual.net.errors import Unreachable
from harness.virtual.net.wire import connect, met_itself

BROWSER_UID = 10123


def test_a_connection_comes_from_the_phones_address_and_is_shown_under_its_uid(scene):
    async def act(here):
        seen = asyncio.Queue()
        server = await asyncio.start_server(
            lambda _, writer: seen.put_nowait(writer.get_extra_info("peername")), "127.0.0.1", 0
        )
        peer = server.sockets[0].getsockname()
        wire = await connect(here.phone, BROWSER_UID, [peer], ("192.0.2.1", 443))
        shown = here.phone.sockets.proc_net("tcp6")
        await wire.send(b"hello")
        quiet = wire.quiet()
        wire.close()
        wire.close()
        server.close()
        return await seen.get(), wire, shown, quiet, here

    seen, wire, shown, quiet, here = scene(act)

    assert seen == wire.local
    assert seen[0] == "127.0.1.88"
    assert f":{wire.local[1]:04X}" in shown
    assert "010200C0:01BB" in shown
    assert quiet
    assert wire.closed
    assert wire.payload == (5, 0)
    assert here.counted(BROWSER_UID) == (60 + 52 + 57 + 104, 60 + 52 + 104)


def test_a_refused_connection_costs_a_syn(scene):
    async def act(here):
        with pytest.raises(Unreachable):
            await connect(here.phone, BROWSER_UID, [("127.0.0.1", 9)], ("192.0.2.1", 9))
        return here

    assert scene(act).counted(BROWSER_UID) == (60, 40)


def test_an_end_that_waits_makes_a_connection_unquiet(scene):
    async def act(here):
        server = await asyncio.start_server(lambda _, writer: writer.close(), "127.0.0.1", 0)
        wire = await connect(here.phone, BROWSER_UID, [server.sockets[0].getsockname()], ("192.0.2.1", 80))
        await asyncio.sleep(0.05)
        quiet = wire.quiet()
        end = await wire.receive()
        wire.close()
        server.close()
        return quiet, end

    assert scene(act) == (False, b"")


def test_a_connection_that_met_itself_is_told_from_one_to_a_server():
    with (
        socket.socket() as alone,
        socket.create_server(("127.0.0.1", 0)) as server,
        socket.socket() as client,
    ):
        alone.bind(("127.0.0.1", 0))
        alone.connect(alone.getsockname())
        client.connect(server.getsockname())

        assert met_itself(alone)
        assert not met_itself(client)
