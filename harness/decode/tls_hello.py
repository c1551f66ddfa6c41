"""The first flight of TLS (RFC 8446 §4.1.2, RFC 6066 §3): server name in clear, the rest a gap."""

# ruff: noqa: PLR2004 (offsets as RFC 8446 §4 and §5.1 draw them)

from __future__ import annotations

from harness.decode.budget import Budget
from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason

NAME = "tls"
_HANDSHAKE, _CLIENT_HELLO = 22, 1


def matches(data: bytes) -> bool:
    """Whether a handshake record of any version opens."""
    return len(data) > 5 and data[0] == _HANDSHAKE and data[1] == 3 and data[2] <= 4


def unpack(data: bytes, _budget: Budget) -> list[Part]:
    """Raises Refusal always: what follows the greeting is opaque.  Its parts are `tls:sni`, `tls:alpn`."""
    found: list[Part] = []
    if data[5:6] == bytes([_CLIENT_HELLO]):
        found = _hello(data[9 : 5 + int.from_bytes(data[3:5], "big")])
    raise Refusal(GapReason.TLS_OPAQUE, "TLS: everything after the greeting is encrypted", found)


def _hello(body: bytes) -> list[Part]:
    at = 34
    at += 1 + int.from_bytes(body[at : at + 1], "big")
    at += 2 + int.from_bytes(body[at : at + 2], "big")
    at += 1 + int.from_bytes(body[at : at + 1], "big")
    at += 2
    found: list[Part] = []
    while at + 4 <= len(body):
        kind, size = int.from_bytes(body[at : at + 2], "big"), int.from_bytes(body[at + 2 : at + 4], "big")
        content = body[at + 4 : at + 4 + size]
        if kind == 0 and len(content) > 5:
            found.append(("tls:sni", content[5 : 5 + int.from_bytes(content[3:5], "big")]))
        elif kind == 16 and len(content) > 2:
            found.append(("tls:alpn", content[2:]))
        at += 4 + size
    return found
