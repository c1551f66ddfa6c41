"""The first step into a message: address, headers, cookies, body."""

from __future__ import annotations

from harness.decode.refusal import Part
from harness.model.message import Message


def parts(message: Message) -> list[Part]:
    """What a message consists of, each with the first step of its layer paths.

    `method`, `host`, `url.path`, `url.query:<name>`, `url.fragment`, `header:<name>`, `cookie:<name>`,
    `body`.  A name is a part like a value, with its own name in braces: `header:{<name>}`.  Query values
    and path keep their escapes: undoing them is a layer.
    """
    found: list[Part] = []
    if message.method:
        found.append(("method", message.method.encode("utf-8", "surrogateescape")))
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
                key, equals, inner = crumb.strip().partition(b"=")
                crumb_name = _name(key)
                found.append((f"cookie:{{{crumb_name}}}", key))
                if equals:
                    found.append((f"cookie:{crumb_name}", inner))
        else:
            found.append((f"header:{{{lower}}}", name))
            found.append((f"header:{lower}", value))
    if message.body:
        found.append(("body", message.body))
    return found


_LONGEST_NAME = 64
"""Letters of a name in a step."""


def _name(name: bytes) -> str:
    return name[:_LONGEST_NAME].decode("utf-8", "backslashreplace")


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
            if name:
                found.append((f"url.query:{{{_name(name)}}}", name))
            if equals:
                found.append((f"url.query:{_name(name)}", value))
    if hash_:
        found.append(("url.fragment", fragment))
    return found
