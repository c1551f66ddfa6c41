from __future__ import annotations

import asyncio
import json

from harness.virtual.cloud import push
from harness.virtual.cloud.arrivals import Arrivals


def test_the_log_keeps_the_beginning_of_a_connection_without_end(tmp_path, monkeypatch):
    monkeypatch.setattr(push, "_KEPT", 10)
    log = Arrivals(tmp_path / "log")

    async def main():
        endpoint = push.Push(log, "h", 5222)
        server = await asyncio.start_server(endpoint.serve, "127.0.0.1", 0)
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        writer.write(b"x" * 100)
        assert await reader.readexactly(8) == push.ACKNOWLEDGED
        writer.close()
        await asyncio.sleep(0.05)
        server.close()

    asyncio.run(main())

    assert json.loads((tmp_path / "log").read_text())["length"] == 10
