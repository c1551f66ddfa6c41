"""What the stand-in cloud received, by any route: the ground truth of a rehearsal.

One JSON line per request, datagram and raw connection, handed to the operating system at once.
`digest` is the same as the recorder's and the handset's: for a request SHA-256 over
`METHOD SP target LF host LF body`, the target in origin form, the host in lower case without port, the
body after transfer decoding and before `Content-Encoding` is undone; for everything else SHA-256 of the
payload.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

KEPT = 64 * 1024
"""Bytes of a body that a line carries; its length and digest are always those of the whole."""


def request_digest(method: str, target: str, host: str, body: bytes) -> str:
    """The digest of a request; `method` and `target` are latin-1 texts as on the wire."""
    head = f"{method} {target}\n".encode("latin-1") + host.lower().encode("latin-1") + b"\n"
    return hashlib.sha256(head + body).hexdigest()


class Arrivals:
    """The log `arrivals.jsonl`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.count = 0
        self._fd = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_APPEND | os.O_CLOEXEC, 0o644)

    def request(
        self,
        *,
        scheme: str,
        host: str,
        port: int,
        method: str,
        target: str,
        headers: list[tuple[str, str]],
        body: bytes,
        peer: tuple[str, int],
    ) -> None:
        """One HTTP request, read completely."""
        self._write(
            host=host,
            port=port,
            scheme=scheme,
            peer=peer,
            method=method,
            target=target,
            headers=headers,
            digest=request_digest(method, target, host, body),
            body=body,
            transport="http",
        )

    def payload(
        self, *, transport: str, host: str, port: int, body: bytes, peer: tuple[str, int], note: str = ""
    ) -> None:
        """A datagram, the bytes of a raw connection, or (`note`) a request that did not parse."""
        extra = {"note": note} if note else {}
        self._write(
            host=host,
            port=port,
            scheme="",
            peer=peer,
            method="",
            target="",
            digest=hashlib.sha256(body).hexdigest(),
            body=body,
            transport=transport,
            **extra,
        )

    def _write(self, *, peer: tuple[str, int], body: bytes, **record: Any) -> None:
        line = {
            "t": f"{datetime.now(UTC).replace(tzinfo=None).isoformat(timespec='microseconds')}Z",
            **record,
            "route_peer": list(peer),
            "length": len(body),
            "body_sha256": hashlib.sha256(body).hexdigest(),
            "body_b64": base64.b64encode(body[:KEPT]).decode(),
        }
        os.write(self._fd, json.dumps(line, separators=(",", ":")).encode() + b"\n")
        self.count += 1

    def close(self) -> None:
        """Give the file back."""
        os.close(self._fd)
