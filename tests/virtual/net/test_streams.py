from __future__ import annotations

import asyncio

import pytest

from harness.virtual.net.emissions import Cause
from harness.virtual.net.errors import NetworkError
from harness.virtual.net.network import Network


def test_a_stream_that_breaks_fails_and_is_told_once_as_a_whole(scene):
    async def act(here):
        stream = await Network(here.phone).stream(
            "com.xiaomi.xmsf", "app.chat.global.xiaomi.net", 5222, Cause("b", "e")
        )
        await stream.send(b"one", "one")
        await stream.receive()
        here.cloud._stopping = True
        for task in here.cloud._open:
            task.cancel()
        await asyncio.sleep(0.05)
        end = await stream.receive()
        await stream.send(b"into the void", "two")
        await asyncio.sleep(0.05)
        with pytest.raises(NetworkError):
            await stream.send(b"three", "three")
        stream.close()
        stream.close()
        return end, here.emissions

    end, emissions = scene(act)

    assert end == b""
    assert "failed" in {line.get("outcome") for line in emissions}
    assert sum(line.get("event") == "connection" for line in emissions) == 1
