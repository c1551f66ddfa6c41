"""HTTP/1.1 from the client's side (RFC 9112), within limits."""

from __future__ import annotations

import hashlib
import re
import zlib
from dataclasses import dataclass
from typing import Protocol

from harness.virtual.net.addresses import Target
from harness.virtual.net.errors import BadAnswer

HEAD_LIMIT = 64 * 1024
BODY_LIMIT = 16 * 1024 * 1024
Headers = tuple[tuple[str, str], ...]


class Channel(Protocol):
    """A connection, encrypted or not."""

    async def send(self, data: bytes) -> None:
        """All of `data`."""

    async def receive(self) -> bytes:
        """Some bytes, b"" at the end."""

    def close(self) -> None:
        """The end."""


@dataclass(frozen=True, slots=True)
class Request:
    """A request; `Host`, `Content-Length` and `Connection` are added on the wire."""

    method: str
    target: Target
    headers: Headers = ()
    body: bytes = b""

    @property
    def digest(self) -> str:
        """SHA-256 over `METHOD SP target LF host LF body`, as the cloud and the recorder compute it."""
        head = f"{self.method} {self.target.path}\n{self.target.host}\n".encode("latin-1")
        return hashlib.sha256(head + self.body).hexdigest()

    def encode(self, *, absolute: bool) -> bytes:
        """The bytes on the wire; `absolute` names the whole URL, as a proxy wants it."""
        where = self.target.url if absolute else self.target.path
        rows = [("Host", self.target.authority), ("Connection", "keep-alive"), *self.headers]
        if self.body or self.method not in {"GET", "HEAD"}:
            rows.insert(1, ("Content-Length", str(len(self.body))))
        lines = [f"{self.method} {where} HTTP/1.1", *(f"{name}: {value}" for name, value in rows), "", ""]
        return "\r\n".join(lines).encode("latin-1") + self.body


@dataclass(frozen=True, slots=True)
class Response:
    """An answer; `body` with its content coding undone, `reusable` = the connection stays open."""

    status: int
    headers: Headers
    body: bytes
    reusable: bool

    def header(self, name: str) -> str:
        """The first header of that name, or ""."""
        return next((value for key, value in self.headers if key.lower() == name), "")


class AnswerReader:
    """Answers off one channel.  Everything raises BadAnswer for what is cut off, malformed or too large."""

    def __init__(self, channel: Channel) -> None:
        self._channel = channel
        self._buffer = bytearray()

    async def read(self, method: str) -> Response:
        """The next final answer to a request of `method`."""
        while True:
            status, version, headers = await self._head()
            if status >= 200 or status == 101:  # noqa: PLR2004 - RFC 9110 §15.2: 1xx are interim
                break
        plain = Response(status, headers, b"", reusable=True)
        coding, length = plain.header("transfer-encoding").lower(), plain.header("content-length")
        reusable = plain.header("connection").lower() != "close" and version == b"1.1"
        if method in {"HEAD", "CONNECT"} or status in {101, 204, 304}:
            body = b""
        elif coding:
            body = await self._chunks()
        elif length:
            if not re.fullmatch(r"\d{1,9}", length) or int(length) > BODY_LIMIT:
                raise BadAnswer(f"Content-Length {length[:20]!r}")
            body = await self._take(int(length))
        else:
            body, reusable = await self._rest(), False
        return Response(status, headers, undo(plain.header("content-encoding"), body), reusable)

    async def _head(self) -> tuple[int, bytes, Headers]:
        head = await self._until(b"\r\n\r\n")
        line, *rows = head.split(b"\r\n")
        match = re.match(rb"HTTP/(1\.[01]) (\d{3})(?: |$)", line)
        if match is None:
            raise BadAnswer(f"no status line: {line[:60]!r}")
        headers = tuple(
            (name.decode("latin-1"), value.strip().decode("latin-1"))
            for name, _, value in (row.partition(b":") for row in rows)
        )
        return int(match[2]), match[1], headers

    async def _chunks(self) -> bytes:
        body = bytearray()
        while True:
            size = (await self._until(b"\r\n")).partition(b";")[0].strip()
            if not re.fullmatch(rb"[0-9A-Fa-f]{1,8}", size) or len(body) + int(size, 16) > BODY_LIMIT:
                raise BadAnswer(f"chunk size {size[:20]!r}")
            if int(size, 16) == 0:
                break
            body += await self._take(int(size, 16))
            if await self._take(2) != b"\r\n":
                raise BadAnswer("a chunk does not end")
        while await self._until(b"\r\n"):
            pass
        return bytes(body)

    async def _until(self, mark: bytes) -> bytes:
        while (position := self._buffer.find(mark)) < 0:
            if len(self._buffer) > HEAD_LIMIT:
                raise BadAnswer("the head is too large")
            await self._more()
        taken = bytes(self._buffer[:position])
        del self._buffer[: position + len(mark)]
        return taken

    async def _take(self, size: int) -> bytes:
        while len(self._buffer) < size:
            await self._more()
        taken = bytes(self._buffer[:size])
        del self._buffer[:size]
        return taken

    async def _rest(self) -> bytes:
        while data := await self._channel.receive():
            self._buffer += data
            if len(self._buffer) > BODY_LIMIT:
                raise BadAnswer("the body is too large")
        return bytes(self._buffer)

    async def _more(self) -> None:
        data = await self._channel.receive()
        if not data:
            raise BadAnswer("the answer is cut off")
        self._buffer += data


def undo(coding: str, body: bytes) -> bytes:
    """A body without its content coding; raises BadAnswer for one that does not undo or grows too large."""
    if not body or coding.lower() not in {"gzip", "x-gzip", "deflate"}:
        return body
    engine = zlib.decompressobj(wbits=zlib.MAX_WBITS | (32 if coding.lower() != "deflate" else 0))
    try:
        opened = engine.decompress(body, BODY_LIMIT)
    except zlib.error as error:
        raise BadAnswer(f"{coding}: {error}") from error
    if not engine.eof:
        raise BadAnswer("the body is cut off or too large")
    return opened
