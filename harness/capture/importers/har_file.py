"""HTTP Archive 1.2 (W3C draft of Jan Odvarko): one entry after another, never the whole file at once."""

from __future__ import annotations

import base64
import binascii
import json
import re
import urllib.parse
from collections.abc import Iterator
from datetime import datetime
from pathlib import Path
from typing import Any, TextIO

from harness.model.errors import SetupError
from harness.model.message import Direction, ExchangeId, Message, Transport

_ENTRIES = re.compile(r'"entries"\s*:\s*\[')
_TOKEN = re.compile(r'"(?:[^"\\]|\\.)*+"|[{}\[\]]', re.DOTALL)
_PIECE = 1 << 20
_LARGEST = 256 * 1024 * 1024
"""Characters of the largest entry that is read."""


def matches(head: bytes) -> bool:
    """Whether it begins as an object with a log."""
    return head.lstrip(b"\xef\xbb\xbf \t\r\n")[:1] == b"{" and b'"log"' in head


def read(path: Path) -> Iterator[Message]:
    """Request and response of every entry; the exchange is the entry's number from 0.

    Raises SetupError naming the entry that is not as HAR 1.2 says.
    """
    with path.open(encoding="utf-8-sig", errors="replace") as file:
        for number, text in enumerate(_entries(path, file)):
            try:
                entry = json.loads(text)
                yield _request(number, entry)
                yield from _response(number, entry)
            except (ValueError, KeyError, TypeError, AttributeError) as e:
                raise SetupError(f"{path}: entry {number} is not an entry of HAR 1.2: {e!r}") from e


def _entries(path: Path, file: TextIO) -> Iterator[str]:
    """The text of each entry."""
    buffer = file.read(_PIECE)
    while (opening := _ENTRIES.search(buffer)) is None:
        more = file.read(_PIECE)
        if not more or len(buffer) > _LARGEST:
            raise SetupError(f"{path}: wanted a HAR file, found no log.entries")
        buffer += more
    buffer = buffer[opening.end() :]
    while True:
        start = 0
        while start < len(buffer) and buffer[start] in " \t\r\n,":
            start += 1
        if start < len(buffer) and buffer[start] == "]":
            return
        end = _end(buffer, start)
        if end is None:
            more = file.read(max(_PIECE, len(buffer)))
            if not more or len(buffer) > _LARGEST:
                raise SetupError(f"{path}: the HAR file is cut off inside an entry")
            buffer = buffer[start:] + more
            continue
        yield buffer[start:end]
        buffer = buffer[end:]


def _end(buffer: str, start: int) -> int | None:
    """Where the value that begins at `start` ends; None where it goes on."""
    depth = 0
    for token in _TOKEN.finditer(buffer, start):
        first = buffer[token.start()]
        if first in "{[":
            depth += 1
        elif first in "}]":
            depth -= 1
            if depth == 0:
                return token.end()
    return None


def _headers(message: dict[str, Any]) -> tuple[tuple[bytes, bytes], ...]:
    return tuple((_bytes(h["name"]), _bytes(h["value"])) for h in message.get("headers", ()))


def _bytes(text: str) -> bytes:
    return str(text).encode("utf-8", "surrogatepass")


def _request(number: int, entry: dict[str, Any]) -> Message:
    request = entry["request"]
    url = urllib.parse.urlsplit(request["url"])
    host, _, rest = request["url"].partition("//")[2].partition("/")
    target = ("/" + rest) if rest or not host.partition("?")[1] else "/?" + host.partition("?")[2]
    return Message(
        exchange=ExchangeId(str(number)),
        direction=Direction.OUT,
        transport=Transport.HTTP,
        sequence=2 * number,
        time_us=_time(entry.get("startedDateTime", "")),
        host=url.hostname or "",
        port=url.port or (80 if url.scheme == "http" else 443),
        scheme=url.scheme or "https",
        method=str(request["method"]),
        target=_bytes(target),
        headers=_headers(request),
        body=_posted(request.get("postData") or {}),
    )


def _posted(data: dict[str, Any]) -> bytes:
    """The body: its text, base64 where the writer says so, else its parameters as a form."""
    text = data.get("text") or ""
    if text and data.get("encoding") == "base64":
        return base64.b64decode(text)
    if text:
        return _bytes(text)
    pairs = [(p.get("name", ""), p.get("value", "")) for p in data.get("params") or ()]
    return urllib.parse.urlencode(pairs).encode() if pairs else b""


def _response(number: int, entry: dict[str, Any]) -> Iterator[Message]:
    response = entry.get("response") or {}
    content = response.get("content") or {}
    text = content.get("text") or ""
    body = _bytes(text)
    if text and content.get("encoding") == "base64":
        try:
            body = base64.b64decode(text, validate=False)
        except binascii.Error as e:
            raise ValueError("content is not the base64 that it says") from e
    if not (body or response.get("headers")):
        return
    url = urllib.parse.urlsplit(entry["request"]["url"])
    yield Message(
        exchange=ExchangeId(str(number)),
        direction=Direction.IN,
        transport=Transport.HTTP,
        sequence=2 * number + 1,
        time_us=_time(entry.get("startedDateTime", "")),
        host=url.hostname or "",
        port=url.port or (80 if url.scheme == "http" else 443),
        scheme=url.scheme or "https",
        headers=_headers(response),
        status=int(response.get("status") or 0),
        body=body,
    )


def _time(text: str) -> int:
    """Microseconds since the epoch; 0 where the entry does not say."""
    if not text:
        return 0
    return int(datetime.fromisoformat(text).timestamp() * 1_000_000)
