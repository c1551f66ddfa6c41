"""mitmproxy's own flow files (tnetstrings): HTTP, WebSocket, DNS, raw TCP and UDP flows."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from mitmproxy import dns, exceptions, http, io, tcp, udp

from harness.model.errors import SetupError
from harness.model.message import Direction, ExchangeId, Message, Transport

_HEAD = re.compile(rb"\d{1,12}:\d+:")


def matches(head: bytes) -> bool:
    """Whether a tnetstring opens that holds another one."""
    return _HEAD.match(head) is not None


def read(path: Path) -> Iterator[Message]:
    """The messages of every flow; the exchange is the flow's number from 0.

    Raises SetupError where the file is damaged; what came before was yielded.
    """
    with path.open("rb") as file:
        try:
            for number, flow in enumerate(io.FlowReader(file).stream()):
                yield from _messages(number, flow)
        except (exceptions.FlowReadException, ValueError, TypeError, KeyError) as e:
            raise SetupError(f"{path}: wanted a mitmproxy flow file, it does not read on: {e}") from e


def _messages(number: int, flow: Any) -> Iterator[Message]:
    if isinstance(flow, http.HTTPFlow):
        yield from _http(number, flow)
    elif isinstance(flow, tcp.TCPFlow | udp.UDPFlow):
        transport = Transport.TCP if isinstance(flow, tcp.TCPFlow) else Transport.UDP
        host, port = (flow.server_conn.address or ("", 0))[:2]
        for one in flow.messages:
            yield _raw(number, transport, host, port, one.content, one.timestamp, sent=one.from_client)
    elif isinstance(flow, dns.DNSFlow):
        host, port = (flow.server_conn.address or ("", 53))[:2]
        for answer, sent in ((flow.request, True), (flow.response, False)):
            if answer is not None:
                yield _raw(
                    number, Transport.DNS, host, port, answer.packed, answer.timestamp or 0.0, sent=sent
                )


def _http(number: int, flow: http.HTTPFlow) -> Iterator[Message]:
    request = flow.request
    shared: dict[str, Any] = {
        "exchange": ExchangeId(str(number)),
        "host": request.pretty_host,
        "port": request.port,
        "scheme": request.scheme,
    }
    yield Message(
        direction=Direction.OUT,
        transport=Transport.HTTP,
        sequence=2 * number,
        time_us=int(request.timestamp_start * 1_000_000),
        method=request.method,
        target=request.data.path,
        headers=tuple(request.headers.fields),
        body=request.raw_content or b"",
        truncated=request.raw_content is None,
        **shared,
    )
    if flow.response is not None:
        yield Message(
            direction=Direction.IN,
            transport=Transport.HTTP,
            sequence=2 * number + 1,
            time_us=int(flow.response.timestamp_start * 1_000_000),
            headers=tuple(flow.response.headers.fields),
            status=flow.response.status_code,
            body=flow.response.raw_content or b"",
            truncated=flow.response.raw_content is None,
            **shared,
        )
    for one in flow.websocket.messages if flow.websocket else ():
        yield Message(
            direction=Direction.OUT if one.from_client else Direction.IN,
            transport=Transport.WEBSOCKET,
            sequence=2 * number + 1,
            time_us=int(one.timestamp * 1_000_000),
            body=one.content,
            **shared,
        )


def _raw(
    number: int, transport: Transport, host: str, port: int, body: bytes, seconds: float, *, sent: bool
) -> Message:
    return Message(
        exchange=ExchangeId(str(number)),
        direction=Direction.OUT if sent else Direction.IN,
        transport=transport,
        sequence=2 * number,
        time_us=int(seconds * 1_000_000),
        host=host,
        port=port,
        scheme=transport.value,
        body=body,
    )
