"""The first step into a message: address, headers, cookies, body."""

from __future__ import annotations

from harness.decode.refusal import Part
from harness.decode.url_text import address
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
