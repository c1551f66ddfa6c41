"""The HTTP side of uiautomator2's server: `GET /ping` and `POST /jsonrpc/0`, on adb streams to port 9008."""

from __future__ import annotations

import json
from typing import Any

from harness.virtual.adbd.streams import Stream, StreamClosed
from harness.virtual.device import Device
from harness.virtual.uia.methods.table import methods_of
from harness.virtual.uia.selector import ObjectNotFound

PORT = 9008
LONGEST = 1 << 20
NOT_FOUND, BAD_REQUEST, NO_METHOD, BAD_PARAMS, NO_OBJECT = 404, 400, -32601, -32602, -32002


class UiaServer:
    """The server of one phone; `running` while its app_process lives."""

    def __init__(self, device: Device) -> None:
        self.running = False
        self._methods = methods_of(device)

    async def serve(self, stream: Stream) -> None:
        """Answers the requests of one stream."""
        try:
            while True:
                await self._one(stream)
        except StreamClosed:
            return

    async def _one(self, stream: Stream) -> None:
        head = await stream.read_until(b"\r\n\r\n", LONGEST)
        lines = head.decode("latin-1").split("\r\n")
        headers = {
            name.strip().lower(): value.strip()
            for name, _, value in (line.partition(":") for line in lines[1:])
        }
        length = headers.get("content-length", "0")
        if not length.isdigit() or int(length) > LONGEST:
            await _answer(stream, BAD_REQUEST, b"bad request")
            raise StreamClosed("a body without length")
        body = await stream.read_exactly(int(length))
        request = " ".join(lines[0].split(" ")[:2])
        if request == "GET /ping":
            await _answer(stream, 200, b"pong")
        elif request == "POST /jsonrpc/0":
            await _answer(stream, 200, json.dumps(await self._call(body)).encode(), "application/json")
        else:
            await _answer(stream, NOT_FOUND, b"not found")

    async def _call(self, body: bytes) -> dict[str, Any]:
        """One JSON-RPC call; whatever is wrong with it is an error of the protocol."""
        try:
            request = json.loads(body)
            name, number = request["method"], request.get("id")
            params = request.get("params") or []
        except (ValueError, KeyError, TypeError, AttributeError):
            return _error(None, -32700, "parse error")
        method = self._methods.get(name)
        if method is None:
            return _error(number, NO_METHOD, f"method not found {name}")
        if isinstance(params, dict):
            params = list(params.values())
        try:
            return {"jsonrpc": "2.0", "id": number, "result": await method(*params)}
        except ObjectNotFound as error:
            return _error(
                number, NO_OBJECT, "androidx.test.uiautomator.UiObjectNotFoundException", str(error)
            )
        except (TypeError, ValueError, KeyError) as error:
            return _error(number, BAD_PARAMS, f"invalid parameters for {name}: {error}")


def _error(number: Any, code: int, message: str, data: str = "") -> dict[str, Any]:
    return {"jsonrpc": "2.0", "id": number, "error": {"code": code, "message": message, "data": data}}


async def _answer(stream: Stream, status: int, body: bytes, kind: str = "text/plain") -> None:
    reason = {200: "OK", NOT_FOUND: "Not Found"}.get(status, "Bad Request")
    head = f"HTTP/1.1 {status} {reason}\r\nContent-Type: {kind}\r\nContent-Length: {len(body)}\r\n\r\n"
    await stream.write(head.encode() + body)
