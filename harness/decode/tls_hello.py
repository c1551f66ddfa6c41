"""The first flight of TLS (RFC 8446 §4.1.2, RFC 6066 §3): what the greeting says in clear, the rest a gap."""

# ruff: noqa: PLR2004 (offsets and extensions as RFC 8446 §4 and §5.1 number them)

from __future__ import annotations

from harness.decode.accounted import Accounted, Coverage
from harness.decode.budget import Budget
from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason

NAME = "tls"
_HANDSHAKE, _CLIENT_HELLO = 22, 1
_SERVER_NAME, _ALPN, _PADDING = 0, 16, 21
_LISTS: dict[int, tuple[str, int, int]] = {
    10: ("groups", 2, 2),
    11: ("formats", 1, 1),
    13: ("signatures", 2, 2),
    27: ("compression", 1, 2),
    43: ("versions", 1, 2),
    45: ("psk-modes", 1, 1),
    50: ("certificate-signatures", 2, 2),
}
"""Extensions that are a list of numbers: name, bytes of its length, bytes of each number."""


def matches(data: bytes) -> bool:
    """Whether a handshake record of any version opens."""
    return len(data) > 5 and data[0] == _HANDSHAKE and data[1] == 3 and data[2] <= 4


class _Greeting:
    """A client's greeting, its records joined (RFC 8446 §5.1)."""

    def __init__(self, data: bytes) -> None:
        self.found: list[Part] = []
        self.books = Coverage(len(data))
        self._places: list[int] = []
        """Where each byte of the handshake stands in the records."""
        at, wanted = 0, 4
        while at + 5 <= len(data) and data[at] == _HANDSHAKE and len(self._places) < wanted:
            start = at + 5
            at = min(len(data), start + int.from_bytes(data[at + 3 : start], "big"))
            self.books.structure(start - 5, start)
            self._places.extend(range(start, at))
            if len(self._places) >= 4:
                wanted = 4 + int.from_bytes(bytes(data[place] for place in self._places[1:4]), "big")
        self._body = bytes(data[place] for place in self._places[:wanted])
        self._at = 0
        self._whole = len(self._body) == wanted
        if self._body[:1] == bytes([_CLIENT_HELLO]):
            self._read()
        for start, end in self.books.unread():
            self.books.gap(start, end)

    def _structure(self, size: int) -> bytes:
        """The next bytes, which are the format's own."""
        piece = self._body[self._at : self._at + size]
        for place in self._places[self._at : self._at + len(piece)]:
            self.books.structure(place, place + 1)
        self._at += len(piece)
        return piece

    def _content(self, size: int) -> bytes:
        """The next bytes, which are part of a part."""
        piece = self._body[self._at : self._at + size]
        for place in self._places[self._at : self._at + len(piece)]:
            self.books.content(place, place + 1)
        self._at += len(piece)
        return piece

    def _size(self, width: int) -> int:
        return int.from_bytes(self._structure(width), "big")

    def _note(self, step: str, data: bytes) -> None:
        if data:
            self.found.append((f"tls:{step}", data))

    def _read(self) -> None:
        self._structure(4)
        self._note("version", _numbers(self._content(2), 2))
        # The 32 bytes of TLS random are structure by name (RFC 8446 §4.1.2): fresh for each connection.
        self._structure(32)
        self._note("session", self._content(self._size(1)))
        self._note("ciphers", _numbers(self._content(self._size(2)), 2))
        self._note("compressions", _numbers(self._content(self._size(1)), 1))
        end = self._at + 2 + int.from_bytes(self._body[self._at : self._at + 2], "big")
        self._structure(2)
        kinds = []
        while self._at + 4 <= min(end, len(self._body)):
            kind = int.from_bytes(self._content(2), "big")
            kinds.append(b"%d" % kind)
            self._extension(kind, self._size(2))
        self._note("extensions", b",".join(kinds))
        if self._whole:
            self._note("rest", self._content(len(self._body) - self._at))

    def _extension(self, kind: int, size: int) -> None:
        content = self._body[self._at : self._at + size]
        if kind == _PADDING and not any(content):
            self._structure(size)
            return
        self._content(size)
        if kind == _SERVER_NAME and len(content) > 5:
            name_end = 5 + int.from_bytes(content[3:5], "big")
            self._note("sni", content[5:name_end])
            self._note("sni.rest", content[name_end:])
            if content[2]:
                self._note("sni.type", b"%d" % content[2])
        elif kind == _ALPN and len(content) > 2:
            self._note("alpn", content[2:])
        elif kind in _LISTS and len(content) > 1:
            name, width, each = _LISTS[kind]
            self._note(name, _numbers(content[width:], each))
        else:
            self._note(f"extension[{kind}]", content)


def _numbers(data: bytes, width: int) -> bytes:
    """A list of numbers as text, in hex."""
    return b",".join(data[at : at + width].hex().encode() for at in range(0, len(data), width))


def unpack(data: bytes, _budget: Budget) -> list[Part]:
    """Raises Refusal always: what follows the greeting is opaque.

    Its parts are what the greeting says: `tls:sni`, `tls:alpn`, `tls:session`, lists of numbers in hex, and
    each other extension by its number, `tls:extension[51]`.
    """
    found = _Greeting(data).found
    raise Refusal(GapReason.TLS_OPAQUE, "TLS: everything after the greeting is encrypted", found)


def account(data: bytes, _budget: Budget) -> Accounted:
    """What follows the greeting is a gap; its random, lengths and padding of zeros are structure."""
    return _Greeting(data).books.account()
