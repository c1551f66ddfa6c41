"""HTTP/1.1 requests off a connection, within limits (RFC 9112)."""

from __future__ import annotations

import asyncio
import re
from dataclasses import dataclass

HEAD_LIMIT = 64 * 1024
BODY_LIMIT = 16 * 1024 * 1024
_REQUEST_LINE = ("method", "target", "version")
_TOKEN = re.compile(rb"[!#$%&'*+.^_`|~0-9A-Za-z-]+")


class Malformed(Exception):
    """A request that does not parse or is larger than the limits; `raw` is its beginning."""

    def __init__(self, status: int, reason: str, raw: bytes) -> None:
        super().__init__(reason)
        self.status = status
        self.raw = raw


@dataclass(frozen=True, slots=True)
class Request:
    """A request as it came: texts are latin-1, `body` after transfer decoding."""

    method: str
    target: str
    headers: list[tuple[str, str]]
    body: bytes

    def header(self, name: str) -> str:
        """The first header of that name, or ""."""
        return next((value for key, value in self.headers if key.lower() == name), "")

    @property
    def host(self) -> str:
        """The `Host` header without its port, in lower case."""
        return re.sub(r":\d*$", "", self.header("host")).lower()


async def read_request(reader: asyncio.StreamReader) -> Request | None:
    """The next request, or None where the peer closed between requests.

    Raises Malformed, and ConnectionError where the peer goes away in the middle.
    """
    try:
        head = await reader.readuntil(b"\r\n\r\n")
    except asyncio.IncompleteReadError as error:
        if not error.partial:
            return None
        raise Malformed(400, "the head is cut off", error.partial) from error
    except asyncio.LimitOverrunError as error:
        raise Malformed(431, "the head is too large", await reader.read(4096)) from error
    line, *rows = head[:-4].split(b"\r\n")
    parts = line.split(b" ")
    if (
        len(parts) != len(_REQUEST_LINE)
        or not _TOKEN.fullmatch(parts[0])
        or not parts[2].startswith(b"HTTP/1.")
    ):
        raise Malformed(400, "the request line does not parse", head)
    headers: list[tuple[str, str]] = []
    for row in rows:
        name, colon, value = row.partition(b":")
        if not colon or not _TOKEN.fullmatch(name):
            raise Malformed(400, "a header does not parse", head)
        headers.append((name.decode("latin-1"), value.strip(b" \t").decode("latin-1")))
    request = Request(parts[0].decode("latin-1"), parts[1].decode("latin-1"), headers, b"")
    try:
        body = await _read_body(reader, request, head)
    except asyncio.IncompleteReadError as error:
        raise Malformed(400, "the body is cut off", head + error.partial) from error
    return Request(request.method, request.target, headers, body)


async def _read_body(reader: asyncio.StreamReader, request: Request, head: bytes) -> bytes:
    coding, length = request.header("transfer-encoding").lower(), request.header("content-length")
    if coding and (length or coding != "chunked"):
        raise Malformed(400, "the body's framing is ambiguous", head)
    if coding:
        return await _read_chunks(reader, head)
    if not length:
        return b""
    if not length.isascii() or not length.isdigit():
        raise Malformed(400, "Content-Length is no number", head)
    if len(length) > len(str(BODY_LIMIT)) or int(length) > BODY_LIMIT:
        raise Malformed(413, "the body is too large", head)
    return await reader.readexactly(int(length))


async def _read_chunks(reader: asyncio.StreamReader, head: bytes) -> bytes:
    chunks: list[bytes] = []
    total = 0
    while True:
        size = (await _read_line(reader, head)).partition(b";")[0].strip()
        if not re.fullmatch(rb"[0-9A-Fa-f]{1,8}", size):
            raise Malformed(400, "a chunk size does not parse", head)
        total += int(size, 16)
        if total > BODY_LIMIT:
            raise Malformed(413, "the body is too large", head)
        if int(size, 16) == 0:
            break
        chunks.append(await reader.readexactly(int(size, 16)))
        if await reader.readexactly(2) != b"\r\n":
            raise Malformed(400, "a chunk does not end", head)
    for _ in range(100):
        if await _read_line(reader, head) == b"":
            return b"".join(chunks)
    raise Malformed(431, "too many trailers", head)


async def _read_line(reader: asyncio.StreamReader, head: bytes) -> bytes:
    try:
        return (await reader.readuntil(b"\r\n"))[:-2]
    except asyncio.LimitOverrunError as error:
        raise Malformed(431, "a line is too long", head) from error
