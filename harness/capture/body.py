"""A body on its way: counted and digested whole, kept up to a limit."""

from __future__ import annotations

import hashlib

from harness.capture.recording import BODY_LIMIT


class BodyInFlight:
    """Takes a body chunk by chunk and passes it on unchanged; mitmproxy's `stream` callable.

    `start` is what the digest begins with.  `whole` is set once the last chunk has come.
    """

    def __init__(self, start: bytes = b"", limit: int = BODY_LIMIT) -> None:
        self._digest = hashlib.sha256(start)
        self._kept = bytearray()
        self._limit = limit
        self.length = 0
        self.whole = False

    def __call__(self, data: bytes) -> bytes:
        """Take a chunk; an empty one is the end."""
        if data:
            self.length += len(data)
            self._digest.update(data)
            self._kept += data[: max(0, self._limit - len(self._kept))]
        else:
            self.whole = True
        return data

    @property
    def kept(self) -> bytes:
        """The stored beginning of the body."""
        return bytes(self._kept)

    @property
    def truncated(self) -> bool:
        """Whether anything of the body is not kept."""
        return not self.whole or self.length > len(self._kept)

    @property
    def digest(self) -> str:
        """SHA-256 of `start` and everything seen, hexadecimal."""
        return self._digest.hexdigest()


def request_start(method: bytes, target: bytes, host: str) -> bytes:
    """What the digest of a request covers before its body; the cloud computes the same."""
    return method + b" " + target + b"\n" + host.lower().encode("utf-8", "backslashreplace") + b"\n"


def whole_body(start: bytes, content: bytes, limit: int = BODY_LIMIT) -> BodyInFlight:
    """A body that is complete already."""
    body = BodyInFlight(start, limit)
    body(content)
    body(b"")
    return body
