"""A JSON value (RFC 8259) as a recording holds it: bytes, order and repeated names kept, sizes known."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass, field
from enum import Enum
from json import decoder

_Scan = Callable[[str, int, bool], tuple[str, int]]
_scan: _Scan = decoder.scanstring  # type: ignore[attr-defined]  # what json.loads calls for each text
_ESCAPE = re.compile(
    rb"\\(?:u([dD][89abAB][0-9a-fA-F]{2})\\u([dD][c-fC-F][0-9a-fA-F]{2})|u([0-9a-fA-F]{4})|(.))", re.DOTALL
)
_SHORT = {
    b"b": b"\b",
    b"f": b"\f",
    b"n": b"\n",
    b"r": b"\r",
    b"t": b"\t",
    b'"': b'"',
    b"\\": b"\\",
    b"/": b"/",
}


class Kind(Enum):
    """What a value is."""

    TEXT = "text"
    WORD = "word"
    """A number, true, false, null, or what else stood there without quotes."""
    LIST = "list"
    OBJECT = "object"
    RAW = "raw"
    """A list or object that was not taken apart: its text."""


@dataclass(slots=True)
class Node:
    """One value.  `size` counts the bytes of the file that its texts and words take, quotes included."""

    kind: Kind
    size: int = 0
    text: bytes = b""
    """Of a text without its escapes, in UTF-8 where the file is; of a word as it stood."""
    items: list[Node] = field(default_factory=list)
    fields: list[tuple[bytes, Node]] = field(default_factory=list)

    @property
    def scalar(self) -> bytes | None:
        """The text or the word; empty for null, None for what has parts."""
        if self.kind is Kind.TEXT:
            return self.text
        if self.kind is Kind.WORD:
            return b"" if self.text == b"null" else self.text
        return None


def unescape(raw: bytes) -> bytes:
    """A text without its escapes; what is none stays as it stands."""
    if b"\\" not in raw:
        return raw
    try:
        return _scan(raw.decode() + '"', 0, False)[0].encode("utf-8", "surrogatepass")
    except ValueError:
        return _ESCAPE.sub(_character, raw)


def _character(found: re.Match[bytes]) -> bytes:
    high, low, one, short = found.groups()
    if high:
        code = 0x10000 + ((int(high, 16) & 0x3FF) << 10) + (int(low, 16) & 0x3FF)
        return chr(code).encode()
    if one:
        return chr(int(one, 16)).encode("utf-8", "surrogatepass")
    return _SHORT.get(short, found[0])


def quoted(text: bytes) -> bytes:
    """A text as JSON writes it; bytes that are no UTF-8 stay."""
    return json.dumps(text.decode("utf-8", "surrogateescape"), ensure_ascii=False).encode(
        "utf-8", "surrogateescape"
    )


def dumped(node: Node) -> bytes:
    """A value as JSON."""
    match node.kind:
        case Kind.TEXT:
            return quoted(node.text)
        case Kind.LIST:
            return b"[" + b",".join(dumped(one) for one in node.items) + b"]"
        case Kind.OBJECT:
            return b"{" + b",".join(quoted(name) + b":" + dumped(one) for name, one in node.fields) + b"}"
        case _:
            return node.text or b"null"
