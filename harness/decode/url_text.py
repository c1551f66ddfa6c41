"""An address inside a text (RFC 3986): its query values are taken apart, since they may be encoded again."""

from __future__ import annotations

import re

from harness.decode.accounted import Accounted
from harness.decode.binary_value import SHOWN
from harness.decode.budget import Budget
from harness.decode.kind import has_base64_run
from harness.decode.refusal import Part

NAME = "url"
_SCHEME = re.compile(rb"[A-Za-z][A-Za-z0-9+.-]{1,15}:/{0,3}[^\s?#=]")
_PIECES = re.compile(
    rb"(?:([A-Za-z][A-Za-z0-9+.-]*):)?(?://(?:([^/?#]*)@)?([^/?#]*?)(?::([^/?#:\]]*))?(?=[/?#]|\Z))?"
    rb"([^?#]*)(\?[^#]*)?(#.*)?",
    re.DOTALL,
)
"""Scheme, userinfo, host, port, path, query and fragment (RFC 3986, appendix B, and §3.2)."""
_WHITE = re.compile(rb"\s")
_RUN = b"b" * 16
_LONGEST = 65_536


def matches(data: bytes) -> bool:
    """Whether it is an address whose query holds something that may be encoded again."""
    at = data.find(b"?")
    return (
        0 < at < len(data) <= _LONGEST
        and (b"%" in data or b"{" in data or has_base64_run(data[at:], _RUN))
        and data.find(b"=", at) > 0
        and _SCHEME.match(data) is not None
        and _WHITE.search(data) is None
    )


def address(target: bytes) -> list[Part]:
    """The pieces of an address, whole or a path with its query: no byte is in two of them.

    `url.scheme`, `url.userinfo`, `url.host`, `url.port`, `url.path`, `url.fragment`; of the query the value
    `url.query:<name>` and the name `url.query:{<name>}`, a name without a value as `url.query`.
    """
    match = _PIECES.fullmatch(target)
    if match is None:
        return [("url.path", target)] if target else []
    *first, query, fragment = match.groups()
    steps = ("url.scheme", "url.userinfo", "url.host", "url.port", "url.path")
    found: list[Part] = [(step, piece) for step, piece in zip(steps, first, strict=True) if piece]
    for piece in query[1:].split(b"&") if query else ():
        name, equals, value = piece.partition(b"=")
        label = name.decode("utf-8", "backslashreplace")
        if equals:
            found.append((f"url.query:{label}", value))
            if name:
                found.append((f"url.query:{{{label[:SHOWN]}}}", name))
        elif name:
            found.append(("url.query", name))
    if fragment:
        found.append(("url.fragment", fragment[1:]))
    return found


def unpack(data: bytes, _budget: Budget) -> list[Part]:
    """Scheme, host, path, query names and values, fragment.  Raises ValueError where there is no query."""
    if b"?" not in data:
        raise ValueError("no query")
    return address(data)


def account(data: bytes, _budget: Budget) -> Accounted:
    """Pieces are content, what stands between them is structure, sign by sign."""
    match = _PIECES.fullmatch(data)
    if match is None:
        return Accounted(len(data), len(data))
    scheme, user, host, port, _, query, fragment = match.groups()
    signs = (scheme is not None) + 2 * (host is not None) + (user is not None) + (port is not None)
    signs += (query is not None) + (fragment is not None)
    for piece in query[1:].split(b"&") if query else ():
        signs += b"=" in piece
    signs += query.count(b"&") if query else 0
    return Accounted(len(data), sum(len(part) for _, part in address(data)), signs)
