"""What had come of a request's body when its connection broke.

mitmproxy holds a body until it is complete and shows it to no hook when it never is; a canary may well
have left the phone by then.
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from mitmproxy import http
from mitmproxy.proxy.layers.http import HttpStream


def _streams(layer: Any, depth: int = 0) -> Iterator[HttpStream]:
    """Every HTTP stream below a layer; the stack is a dozen deep at most."""
    if layer is None or depth > 64:  # noqa: PLR2004
        return
    if isinstance(layer, HttpStream):
        yield layer
    for below in ("child_layer", "layer"):
        yield from _streams(getattr(layer, below, None), depth + 1)
    for stream in tuple(getattr(layer, "streams", {}).values()):
        yield from _streams(stream, depth + 1)


def unfinished_request_body(handler: Any, flow: http.HTTPFlow) -> bytes:
    """The bytes that had come, empty where none had or the connection is gone."""
    for stream in _streams(getattr(handler, "layer", None)):
        if getattr(stream, "flow", None) is flow:
            return bytes(stream.request_body_buf)
    return b""
