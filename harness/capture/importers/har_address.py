"""The address of a request as writers of HAR store it: absolute, relative, without scheme, of no network."""

from __future__ import annotations

import re
from dataclasses import dataclass

_SCHEME = re.compile(rb"([A-Za-z][A-Za-z0-9+.-]*):")
_BARE = re.compile(
    rb"(?:[A-Za-z0-9_-]+\.)+[A-Za-z0-9-]{2,}\.?(?::\d{1,5})?(?=[/?#]|\Z)|[A-Za-z0-9.-]+:\d{1,5}(?=[/?#]|\Z)"
)
_PORTS = {"http": 80, "ws": 80, "https": 443, "wss": 443}
_MOST_PORT = 65_535
_DIGITS = 5


@dataclass(frozen=True, slots=True)
class Address:
    """Where a request went.  `target` as on the wire; `rest` is what of it stands in none of the others."""

    scheme: str
    host: str
    port: int
    target: bytes
    rest: bytes = b""


def address(url: bytes, host: bytes = b"") -> Address:
    """The parts of an address (RFC 3986); `host` is the Host header's, for one that names no host."""
    url = url.strip()
    scheme = "https"
    if url.startswith(b"//"):
        return _hierarchical(scheme, url[2:])
    if bare := _BARE.match(url):
        return _hierarchical(scheme, bare[0] + url[bare.end() :])
    found = _SCHEME.match(url)
    if found:
        scheme = found[1].decode().lower()
        if url.startswith(b"//", found.end()):
            return _hierarchical(scheme, url[found.end() + 2 :])
        return Address(scheme, "", 0, url)
    known = _hierarchical(scheme, host) if host else Address(scheme, "", 443, b"")
    return Address(scheme, known.host, known.port, url, known.rest)


def _hierarchical(scheme: str, text: bytes) -> Address:
    end = re.search(rb"[/?#]", text)
    authority, target = (text[: end.start()], text[end.start() :]) if end else (text, b"/")
    if not target.startswith(b"/"):
        target = b"/" + target
    user, at, place = authority.rpartition(b"@")
    if place.startswith(b"["):
        host, bracket, port = place[1:].partition(b"]")
        port = port.removeprefix(b":") if bracket else b""
    else:
        host, _, port = place.partition(b":")
    number = int(port) if port.isdigit() and len(port) <= _DIGITS and int(port) <= _MOST_PORT else None
    odd = port if port and number is None else b""
    rest = b" ".join(part for part in (user if at else b"", odd) if part)
    return Address(
        scheme,
        host.decode("utf-8", "surrogateescape"),
        _PORTS.get(scheme, 443) if number is None else number,
        target,
        rest,
    )
