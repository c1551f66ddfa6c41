"""The first step into a message: address, headers, cookies, body."""

from __future__ import annotations

from harness.decode.refusal import Part
from harness.model.message import Message


def parts(message: Message) -> list[Part]:
    """What a message consists of, each with the first step of its layer paths.

    `url.path`, `url.query:<name>`, `url.fragment`, `header:<name>`, `cookie:<name>`, `host`, `body`.
    Query values and path keep their escapes: undoing them is a layer.
    """
    found: list[Part] = []
    if message.host:
        found.append(("host", message.host.encode("utf-8", "surrogateescape")))
    if message.target:
        found.append(("url", message.target))
        found.extend(address(message.target))
    for name, value in message.headers:
        lower = name.decode("latin-1").lower()
        if lower == "cookie":
            found.append(("cookie", value))
            for crumb in value.split(b";"):
                key, _, inner = crumb.strip().partition(b"=")
                found.append((f"cookie:{key.decode('utf-8', 'backslashreplace')}", inner))
        else:
            found.append((f"header:{lower}", value))
    if message.body:
        found.append(("body", message.body))
    return found


WHOLES = frozenset({"url", "cookie"})
"""First steps of parts that are searched as a whole and no leaves: their pieces follow."""


def address(target: bytes) -> list[Part]:
    """Path, query values and fragment of an address (RFC 3986 §3)."""
    found: list[Part] = []
    rest, hash_, fragment = target.partition(b"#")
    path, mark, query = rest.partition(b"?")
    if path:
        found.append(("url.path", path))
    if mark:
        for piece in query.split(b"&"):
            name, equals, value = piece.partition(b"=")
            if equals:
                found.append((f"url.query:{name.decode('utf-8', 'backslashreplace')}", value))
            elif name:
                found.append(("url.query", name))
    if hash_:
        found.append(("url.fragment", fragment))
    return found
