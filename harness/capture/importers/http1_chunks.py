"""Chunked content of HTTP/1 (RFC 9112 section 7.1)."""

from __future__ import annotations

import re
from dataclasses import replace

from harness.capture.importers.http1_message import BLANK_LINE, MOST_HEAD, Headers, Parsed, Wait, fields

_LINE_END = re.compile(rb"\r?\n")
_CHUNK = re.compile(rb"([0-9A-Fa-f]{1,16})[ \t]*+(?:;([^\r\n]*+))?\r?\n")


class Chunks:
    """Chunked content (RFC 9112 section 7.1) with extensions and trailers; what is no chunk ends it early."""

    def __init__(self, data: bytearray, start: int, head: Parsed, *, ended: bool) -> None:
        self._data, self._start, self._head, self._ended = data, start, head, ended
        self._found = bytearray()
        self._extensions: list[tuple[bytes, bytes]] = []
        self._at = start

    def read(self) -> Parsed | Wait:
        """The message, or what it waits for."""
        while True:
            step = self._chunk()
            if step is not None:
                return step

    def _chunk(self) -> Parsed | Wait | None:
        """Goes on by one chunk."""
        data = self._data
        line = _CHUNK.match(data, self._at)
        if line is None:
            begun = len(data) - self._at < MOST_HEAD and data.find(b"\n", self._at) < 0
            return Wait(len(data) + 1) if begun and not self._ended else self._message(self._at)
        if line.group(2):
            self._extensions.append((b":chunk-extension", bytes(line.group(2))))
        count, self._at = int(line.group(1), 16), line.end()
        if count == 0:
            return self._trailers()
        if self._at + count + 1 > len(data) and not self._ended:
            return Wait(self._at + count + 1)
        self._found += data[self._at : self._at + count]
        self._at = min(self._at + count, len(data))
        ending = _LINE_END.match(data, self._at)
        if ending is not None:
            self._at = ending.end()
            return None
        if data[self._at :] == b"\r" and not self._ended:
            return Wait(self._at + 2)
        return self._message(self._at)

    def _trailers(self) -> Parsed | Wait:
        data, at = self._data, self._at
        blank = BLANK_LINE.search(data, at - 1, at + MOST_HEAD)
        if blank is None and not self._ended and len(data) - at < MOST_HEAD:
            return Wait(len(data) + 1)
        end = blank.end() if blank else len(data) if self._ended else at
        return self._message(end, fields(bytes(data[at:end])), whole=blank is not None)

    def _message(self, end: int, trailers: Headers = (), *, whole: bool = False) -> Parsed:
        kept = len(self._found) + sum(len(value) for _, value in self._extensions)
        framing = self._at - self._start - kept
        headers = self._head.headers + tuple(self._extensions) + trailers
        return replace(
            self._head, size=end, body=bytes(self._found), headers=headers, framing=framing, whole=whole
        )
