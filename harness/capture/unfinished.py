"""What mitmproxy holds and shows to no hook: half a body, a request without a destination.

A canary may well have left the phone in either, so both are read from its HTTP layers when a connection
ends.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, cast

from mitmproxy import http
from mitmproxy.proxy.layer import Layer
from mitmproxy.proxy.layers.http import (  # type: ignore[attr-defined]
    HttpLayer,
    HttpStream,
    RequestData,
)

EXCHANGE = "exchange"
"""The key of a flow's metadata under which its exchange is named, once a hook has seen it."""


class Streams(dict[int, HttpStream]):
    """The streams of an HTTP layer; remembers the requests that were dropped before a hook saw them."""

    def __init__(self, streams: dict[int, HttpStream]) -> None:
        super().__init__(streams)
        self.dropped: list[http.HTTPFlow] = []

    def pop(self, key: int, *default: Any) -> Any:
        """The stream taken out, as of any dict."""
        flow = _unseen(self.get(key))
        if flow is not None:
            self.dropped.append(flow)
        return super().pop(key, *default)


def _unseen(stream: HttpStream | None) -> http.HTTPFlow | None:
    """The request of a stream if no hook was shown it; CONNECT has a hook of its own."""
    flow = getattr(stream, "flow", None)
    if flow is None or EXCHANGE in flow.metadata or flow.request.method == "CONNECT":
        return None
    return cast("http.HTTPFlow", flow)


def watched_layers(layer: Layer | None) -> Iterator[HttpLayer]:
    """The HTTP layers of a stack that was just put in place, their streams watched from here on."""
    while layer is not None:
        if isinstance(layer, HttpLayer):
            layer.streams = Streams(layer.streams)
            yield layer
        layer = getattr(layer, "child_layer", None)


def unfinished_request_body(layers: Iterable[HttpLayer], flow: http.HTTPFlow) -> bytes:
    """The bytes that had come, empty where none had.

    Where the client left while a hook was running, they still wait in the stream's queue of events.
    """
    for layer in layers:
        for stream in layer.streams.values():
            if getattr(stream, "flow", None) is flow:
                waiting = getattr(stream, "_paused_event_queue", ())
                late = (event.data for event in waiting if isinstance(event, RequestData))
                return b"".join((bytes(stream.request_body_buf), *late))
    return b""


def unseen_requests(layers: Iterable[HttpLayer]) -> Iterator[http.HTTPFlow]:
    """Requests that no hook was shown."""
    for layer in layers:
        if isinstance(layer.streams, Streams):
            yield from layer.streams.dropped
        yield from (flow for stream in layer.streams.values() if (flow := _unseen(stream)) is not None)
