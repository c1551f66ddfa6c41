from __future__ import annotations

import asyncio

import pytest

from harness.virtual.net.addresses import parse
from harness.virtual.net.errors import BadAnswer, Unreachable
from harness.virtual.net.messages import Request
from harness.virtual.net.tunnels import tunnel
from harness.virtual.net.wire import connect


@pytest.mark.parametrize(
    ("answer", "error"),
    [
        (b"HTTP/1.1 502 Bad Gateway\r\nContent-Length: 3\r\n\r\nbad", Unreachable),
        (b"HTTP/1.1 407 Proxy Authentication Required\r\n\r\n", Unreachable),
        (b"nonsense\r\n\r\n", BadAnswer),
        (b"", BadAnswer),
        (b"HTTP/1.1 200 Connection established\r\n\r\n", None),
    ],
)
def test_a_proxy_that_refuses_is_unreachable(scene, answer, error):
    async def serve(reader, writer):
        await reader.readuntil(b"\r\n\r\n")
        writer.write(answer)
        writer.close()

    async def act(here):
        server = await asyncio.start_server(serve, "127.0.0.1", 0)
        peer = server.sockets[0].getsockname()
        wire = await connect(here.phone, 10123, [peer], peer)
        request = Request("GET", parse("https://a.test/"))
        if error is None:
            await tunnel(wire, request, "")
        else:
            with pytest.raises(error):
                await tunnel(wire, request, "")
        wire.close()
        server.close()

    scene(act)
