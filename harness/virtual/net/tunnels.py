"""A tunnel through a proxy (RFC 9110 §9.3.6)."""

from __future__ import annotations

from harness.virtual.net.errors import Unreachable
from harness.virtual.net.messages import AnswerReader, Headers, Request
from harness.virtual.net.wire import Wire


async def tunnel(wire: Wire, request: Request, agent: str) -> None:
    """Ask the proxy for a tunnel to the request's host.  Raises Unreachable where it refuses."""
    authority = f"{request.target.host}:{request.target.port}"
    rows: Headers = (("Host", authority), ("Proxy-Connection", "keep-alive"))
    if agent:
        rows = (*rows, ("User-Agent", agent))
    head = "".join(f"{name}: {value}\r\n" for name, value in rows)
    await wire.send(f"CONNECT {authority} HTTP/1.1\r\n{head}\r\n".encode("latin-1"))
    answer = await AnswerReader(wire).read("CONNECT")
    if answer.status != 200:  # noqa: PLR2004 - OK
        raise Unreachable(f"{authority}: the proxy says {answer.status}")
