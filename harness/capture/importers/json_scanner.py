"""JSON read from a stream of any size: in bytes, forgiving where it can be, one value at once."""

from __future__ import annotations

import re
from io import BytesIO
from typing import BinaryIO

from harness.capture.importers.json_node import Kind, Node, unescape

_PIECE = 1 << 18
_LONG = 1 << 20
"""Bytes of a text from which on it is read piece by piece."""
_DEPTH = 60
"""Levels of a value that are taken apart; what lies deeper is kept as it stands."""
_TAIL = 512
_BACK = 64
"""Bytes that are kept of what was taken: the quote behind an odd one begins what looks like a text."""
_UNIT = 12
"""Bytes of the longest escape: a pair of surrogates."""
_SPACE = re.compile(rb"[ \t\r\n]*+")
_SIMPLE = re.compile(rb'"([^"\\]*+)"')
_ESCAPED = re.compile(rb'"((?:[^"\\]++|\\.)*+)"', re.DOTALL)
_UNITS = re.compile(
    rb'(?:[^"\\]++|\\u[dD][89abAB][0-9a-fA-F]{2}\\u[0-9a-fA-F]{4}|\\u(?![dD][89abAB])[0-9a-fA-F]{4}|\\[^u])*+',
    re.DOTALL,
)
_WORD = re.compile(rb'[^\s,:{}\[\]"()]++')
_NO_BRACKET = re.compile(rb'(?:[^"{}\[\]]++|"(?:[^"\\]++|\\.)*+")*+', re.DOTALL)
_IN_STRING = re.compile(rb'(?:[^"\\]++|\\.)*+', re.DOTALL)
_QUOTE, _BACKSLASH = ord('"'), ord("\\")
_CLOSING = {ord("{"): ord("}"), ord("["): ord("]")}
END = -1
_FOLLOWS, _LEADS = 0x80, (0xC0, 0xE0, 0xF0)
"""How bytes begin a character of two, three and four bytes, and how they continue one (RFC 3629)."""


class Scanner:
    """A place in a stream of JSON.

    `complaint` is set where the last value was not as JSON wants it, `cut` where the stream ended within it.
    """

    def __init__(self, file: BinaryIO) -> None:
        self._file = file
        self._buffer = b""
        self._at = self._before = 0
        self._ended = False
        self.complaint = ""
        self.cut = False

    @property
    def position(self) -> int:
        """Bytes of the stream that were taken."""
        return self._before + self._at

    def _more(self) -> bool:
        """Whether there was something more to read."""
        if self._ended:
            return False
        piece = self._file.read(max(_PIECE, min(len(self._buffer) - self._at, _LONG)))
        self._ended = not piece
        passed = max(0, self._at - _BACK)
        self._before += passed
        self._buffer = self._buffer[passed:] + piece
        self._at -= passed
        return bool(piece)

    def peek(self) -> int:
        """The next byte that is no white space; END where there is none."""
        while True:
            found = _SPACE.match(self._buffer, self._at)
            self._at = found.end() if found else self._at
            if self._at < len(self._buffer):
                return self._buffer[self._at]
            if not self._more():
                return END

    def skip(self, size: int = 1) -> None:
        """Passes over bytes that were peeked at."""
        self._at += size

    def starts(self, text: bytes) -> bool:
        """Whether the stream goes on with it."""
        while len(self._buffer) - self._at < len(text):
            if not self._more():
                return False
        return self._buffer.startswith(text, self._at)

    def looks(self, pattern: re.Pattern[bytes]) -> re.Match[bytes] | None:
        """What stands here, at most some hundred bytes of it, where it is as in `pattern`."""
        while len(self._buffer) - self._at < _TAIL and self._more():
            pass
        return pattern.match(self._buffer, self._at)

    def string(self) -> bytes:
        """The text that begins with the quote here; `cut` is set where it does not end."""
        while True:
            found = _SIMPLE.match(self._buffer, self._at)
            if found:
                self._at = found.end()
                return found[1]
            found = _ESCAPED.match(self._buffer, self._at)
            if found:
                self._at = found.end()
                return unescape(found[1])
            if len(self._buffer) - self._at >= _LONG or not self._more():
                return self._long_string()

    def _long_string(self) -> bytes:
        out = BytesIO()
        self._at += 1
        while True:
            found = _UNITS.match(self._buffer, self._at)
            end = found.end() if found else self._at
            if end == len(self._buffer) and not self._ended:
                end = max(self._at, _whole(self._buffer, end, self._at))
            out.write(unescape(self._buffer[self._at : end]))
            self._at = end
            left = len(self._buffer) - end
            if left and self._buffer[end] == _QUOTE:
                self._at += 1
                break
            if left >= _UNIT or (left and self._ended):
                out.write(self._buffer[end : end + 1])
                self._at += 1
            elif not self._more() and self._at == len(self._buffer):
                self.cut = True
                break
        return out.getvalue()

    def word(self) -> bytes:
        """What stands here without quotes, at most 1 MiB of it; empty where nothing does."""
        while True:
            found = _WORD.match(self._buffer, self._at)
            size = (found.end() if found else self._at) - self._at
            if self._at + size < len(self._buffer) or size > _LONG or not self._more():
                # Reading on may have moved what stands here to the front of the buffer.
                word = self._buffer[self._at : self._at + size]
                self._at += size
                return word

    def value(self, whole: frozenset[bytes] = frozenset()) -> Node:
        """The value that begins here, or what could be read of it: see `complaint` and `cut`.

        Lists under the names `whole` are kept as they stand.
        """
        self.complaint, self.cut = "", False
        opened: list[tuple[Node, bytes]] = []
        root: Node | None = None
        name = b""
        while True:
            node, opens = self._one(len(opened), kept=name in whole)
            if opened:
                parent = opened[-1][0]
                if parent.kind is Kind.OBJECT:
                    parent.fields.append((name, node))
                else:
                    parent.items.append(node)
            root = root or node
            if opens:
                opened.append((node, name))
            elif opened:
                opened[-1][0].size += node.size
            following = None if self.complaint or self.cut else self._following(opened, first=opens)
            if following is None:
                self._close_all(opened)
                return root
            name = following

    def _one(self, depth: int, *, kept: bool) -> tuple[Node, bool]:
        """A text, a word, or the opening of what has parts."""
        first = self.peek()
        start = self.position
        if first == _QUOTE:
            text = self.string()
            return Node(Kind.TEXT, self.position - start, text), False
        if first in _CLOSING:
            if depth >= _DEPTH or (kept and first == ord("[")):
                raw = self.raw()
                return Node(Kind.RAW, self.position - start, raw), False
            self._at += 1
            return Node(Kind.OBJECT if first == ord("{") else Kind.LIST), True
        word = self.word()
        if not word:
            self._refused("a value", first)
        return Node(Kind.WORD, len(word), word), False

    def _following(self, opened: list[tuple[Node, bytes]], *, first: bool) -> bytes | None:
        """Goes to the next value; its name, or None where the whole value ends."""
        while opened:
            parent = opened[-1][0]
            closing = ord("}") if parent.kind is Kind.OBJECT else ord("]")
            byte = self.peek()
            if byte == ord(",") and not first:
                self._at += 1
                byte = self.peek()
            elif not first and byte != closing:
                self._refused(f"',' or '{chr(closing)}'", byte)
                return None
            if byte == closing:
                self._at += 1
                opened.pop()
                if opened:
                    opened[-1][0].size += parent.size
                first = False
                continue
            if parent.kind is Kind.LIST:
                return b""
            if byte != _QUOTE:
                self._refused("a name", byte)
                return None
            name = self.string()
            if self.cut or self.peek() != ord(":"):
                parent.fields.append((name, Node(Kind.WORD)))
                self._refused("':'", self.peek())
                return None
            self._at += 1
            return name
        return None

    def _close_all(self, opened: list[tuple[Node, bytes]]) -> None:
        for (child, _), (parent, _) in zip(reversed(opened), reversed(opened[:-1]), strict=False):
            parent.size += child.size

    def _refused(self, wanted: str, found: int) -> None:
        if found == END:
            self.cut = True
        else:
            self.complaint = f"wanted {wanted}, found {chr(found)!a} at byte {self.position}"

    def raw(self) -> bytes:
        """The text of the list or object that begins here."""
        out = BytesIO()
        closers = bytearray()
        while True:
            found = _NO_BRACKET.match(self._buffer, self._at)
            end = found.end() if found else self._at
            out.write(self._buffer[self._at : end])
            self._at = end
            if end == len(self._buffer):
                if not self._more():
                    self.cut = True
                    break
                continue
            byte = self._buffer[end]
            if byte == _QUOTE:
                if len(self._buffer) - end >= _LONG or not self._more():
                    self._raw_string(out)
                    if self.cut:
                        break
                continue
            if byte in _CLOSING:
                closers.append(_CLOSING[byte])
            elif closers[-1] == byte:
                closers.pop()
            else:
                self._refused(f"'{chr(closers[-1])}'", byte)
                break
            out.write(self._buffer[end : end + 1])
            self._at += 1
            if not closers:
                break
        return out.getvalue()

    def _raw_string(self, out: BytesIO) -> None:
        out.write(b'"')
        self._at += 1
        while True:
            found = _IN_STRING.match(self._buffer, self._at)
            end = found.end() if found else self._at
            out.write(self._buffer[self._at : end])
            self._at = end
            if end < len(self._buffer) and self._buffer[end] == _QUOTE:
                out.write(b'"')
                self._at += 1
                return
            if not self._more():
                out.write(self._buffer[self._at :])
                self._at = len(self._buffer)
                self.cut = True
                return

    def find(self, pattern: re.Pattern[bytes]) -> re.Match[bytes] | None:
        """Goes to the next place that looks like `pattern`, or to the end of the stream.

        It may have begun some bytes ago, where it goes on here.
        """
        for begin in range(max(0, self._at - _BACK), self._at):
            found = pattern.match(self._buffer, begin)
            if found and found.end() >= self._at:
                self._at = begin
                return found
        while True:
            found = pattern.search(self._buffer, self._at)
            if found:
                self._at = found.start()
                return found
            if self._ended:
                self._at = len(self._buffer)
                return None
            self._at = max(self._at, len(self._buffer) - _TAIL)
            self._more()


def _whole(buffer: bytes, end: int, least: int) -> int:
    """The end without the beginning of a character of UTF-8 that goes on behind it."""
    for back in range(1, 4):
        at = end - back
        if at < least or buffer[at] < _FOLLOWS:
            return end
        if buffer[at] >= _LEADS[0]:
            return at if back <= sum(buffer[at] >= lead for lead in _LEADS) else end
    return end
