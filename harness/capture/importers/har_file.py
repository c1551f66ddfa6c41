"""HTTP Archive 1.2 (W3C draft of Jan Odvarko) and what its writers made of it: one entry after another.

The archive may stand in JSONP, below other objects, several times in one file.  What stands outside its
entries is handed on as notes.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import BinaryIO

from harness.capture.importers import har_entry
from harness.capture.importers.har_books import Books
from harness.capture.importers.json_node import Kind, Node, quoted
from harness.capture.importers.json_scanner import END, Scanner
from harness.capture.importers.notes import Notes
from harness.model.account import Account, Fate, Unread
from harness.model.message import GapReason, Message

NAME = "HAR 1.2"
STRUCTURE = "JSON of the archive"
_NEXT = re.compile(
    rb'\{\s*+"(?:(log)|startedDateTime|pageref|request|response|cache|timings|time|connection|serverIPAddress|_[A-Za-z]++)"\s*+:'
)
"""How an entry begins, or another archive: where reading goes on after damage."""
_TOKENS = re.compile(rb'"((?:[^"\\]++|\\.)*+)"(\s*+:)?+|[{}\[\]]', re.DOTALL)
_JSON = re.compile(
    rb"(?:\xef\xbb\xbf)?[\s]*(?:(?://|/\*)[^\n]*?(?:\*/)?\s*)?(?:\)\]\}',?\s*)?(?:[\w$.\[\]'\"-]{1,200}\s*(?:=|\(\s*))?\s*[\[{]"
)
_DEPTH = 8
_BOM = b"\xef\xbb\xbf"
_OPENING = frozenset(b"[{")
Part = Message | Unread


class _Damaged(Exception):
    """The JSON goes on in no way that JSON does."""


class _Cut(Exception):
    """The file ends within a value."""


def may_match(head: bytes) -> bool:
    """Whether it begins as JSON, or as a call with JSON."""
    return _JSON.match(head) is not None


def matches(text: bytes) -> bool:
    """Whether a log with entries is in the text so far."""
    opened: list[bytes] = []
    name = b""
    for token in _TOKENS.finditer(text):
        first = token[0][:1]
        if first == b'"':
            name = token[1] if token[2] else b""
            if name == b"entries" and opened and opened[-1] == b"log":
                return True
            continue
        if first == b"{":
            opened.append(b"log" if name == b"log" or (opened and opened[-1] == b"logs") else b"")
        elif first == b"[":
            opened.append(b"logs" if name == b"log" else b"")
        elif opened:
            opened.pop()
        name = b""
    return False


def read(file: BinaryIO, name: str, account: Account) -> Iterator[Part]:
    """Requests, answers and WebSocket messages; the exchange is the entry's number from 0.

    Never raises for what the file holds: what cannot be read of it is a gap, and reading goes on behind it.
    """
    account.unit = "entry"
    return _Archive(file, name, account).parts()


class _Archive:
    def __init__(self, file: BinaryIO, name: str, account: Account) -> None:
        self._scanner = Scanner(file)
        self._name, self._account = name, account
        self._notes = Notes()
        self._entry = 0
        self._booked = 0

    def parts(self) -> Iterator[Part]:
        if self._scanner.starts(_BOM):
            self._scanner.skip(len(_BOM))
        in_entries = False
        while True:
            try:
                if in_entries:
                    yield from self._entries(ord("]"))
                yield from self._document(in_log=in_entries)
                break
            except _Damaged as damage:
                yield from self._notes.message(last=False)
                number = max(self._entry - 1, 0)
                self._settle(0)
                found = self._scanner.find(_NEXT)
                size = self._settle_as_gap(units=0)
                in_entries = found is not None and not found[1]
                where = f"entry {number}"
                yield Unread(GapReason.DAMAGED, f"{where}: {damage}", size, where)
            except _Cut:
                where = f"entry {max(self._entry - 1, 0)}"
                yield Unread(
                    GapReason.TRUNCATED, f"{self._name}: cut off after {where}", 0, where, missing=True
                )
                break
        self._settle(0)
        yield from self._notes.message()

    def _settle(self, leaves: int, units: int = 0) -> None:
        """Enters what was taken since; all but the texts of `leaves` bytes is the archive's own."""
        size = self._scanner.position - self._booked
        self._booked = self._scanner.position
        self._account.enter(size, units)
        self._account.book(Fate.STRUCTURE, STRUCTURE, size - leaves)

    def _settle_as_gap(self, units: int) -> int:
        size = max(0, self._scanner.position - self._booked)
        self._booked += size
        self._account.enter(size, units)
        self._account.book(Fate.GAP, "damaged", size, units)
        return size

    def _document(self, *, in_log: bool) -> Iterator[Part]:
        """Values one after another, and what is left of an archive after damage or around a call."""
        while True:
            byte = self._scanner.peek()
            if byte == END:
                return
            if byte == ord("{"):
                found = self._scanner.looks(_NEXT) if self._entry else None
                if found is not None and not found[1]:
                    raise _Damaged("an entry outside of every archive")
                self._scanner.skip()
                yield from self._fields(0, in_log=False)
            elif byte == ord("["):
                self._scanner.skip()
                yield from self._list(1, in_log=False)
            elif byte == ord('"'):
                before = self._scanner.position
                text = self._scanner.string()
                if self._scanner.peek() == ord(":"):
                    self._scanner.skip()
                    yield from self._field(text, 0, in_log=in_log)
                else:
                    yield from self._outside(b"", Node(Kind.TEXT, self._scanner.position - before, text))
            elif byte in b"}],;():":
                self._scanner.skip()
            elif in_log:
                self._refuse("an archive", byte)
            else:
                word = self._scanner.word()
                yield from self._outside(b"", Node(Kind.TEXT, len(word), word))

    def _fields(self, depth: int, *, in_log: bool) -> Iterator[Part]:
        """The fields of an object whose bracket was taken, and its closing one."""
        while True:
            byte = self._scanner.peek()
            if byte == ord("}"):
                self._scanner.skip()
                return
            if byte == ord(","):
                self._scanner.skip()
                continue
            if byte != ord('"'):
                self._refuse("a name", byte)
            name = self._scanner.string()
            byte = self._scanner.peek()
            if byte != ord(":"):
                self._notes.add(b"", quoted(name))
                self._refuse("':'", byte)
            self._scanner.skip()
            yield from self._field(name, depth, in_log=in_log)
            self._separated(ord("}"))

    def _separated(self, closing: int) -> None:
        """Wants a comma or the end behind a value; a missing comma before an object is forgiven."""
        byte = self._scanner.peek()
        if byte not in {ord(","), closing, ord("{")}:
            self._refuse(f"',' or '{chr(closing)}'", byte)

    def _field(self, name: bytes, depth: int, *, in_log: bool) -> Iterator[Part]:
        byte = self._scanner.peek()
        if in_log and name == b"entries" and byte in _OPENING:
            self._scanner.skip()
            yield from self._entries(ord("]") if byte == ord("[") else ord("}"))
        elif not in_log and depth < _DEPTH and byte == ord("{"):
            self._scanner.skip()
            yield from self._fields(depth + 1, in_log=name == b"log")
        elif not in_log and depth < _DEPTH and byte == ord("["):
            self._scanner.skip()
            yield from self._list(depth + 1, in_log=name == b"log")
        else:
            node = self._scanner.value()
            yield from self._outside(name, node)
            self._check()

    def _list(self, depth: int, *, in_log: bool) -> Iterator[Part]:
        while True:
            byte = self._scanner.peek()
            if byte == ord("]"):
                self._scanner.skip()
                return
            if byte == ord(","):
                self._scanner.skip()
            elif byte == ord("{"):
                self._scanner.skip()
                yield from self._fields(depth, in_log=in_log)
                self._separated(ord("]"))
            elif byte == END or byte in b"}:":
                self._refuse("a value or ']'", byte)
            else:
                yield from self._outside(b"", self._scanner.value())
                self._check()
                self._separated(ord("]"))

    def _outside(self, name: bytes, node: Node) -> Iterator[Part]:
        """A value that is in no entry."""
        self._settle(node.size)
        Books(self._account, self._entry, self._notes, b"log.").note(name, node)
        yield from self._notes.message(last=False)

    def _entries(self, closing: int) -> Iterator[Part]:
        while True:
            byte = self._scanner.peek()
            if byte == closing:
                self._scanner.skip()
                return
            if byte == ord(","):
                self._scanner.skip()
                continue
            if byte == END or byte in b"}]:":
                self._refuse(f"an entry or '{chr(closing)}'", byte)
            if closing == ord("}"):
                name = self._scanner.string() if byte == ord('"') else b""
                if self._scanner.peek() != ord(":"):
                    self._refuse("a name with ':'", byte)
                self._scanner.skip()
                self._notes.add(b"name", quoted(name))
            yield from self._one_entry()
            self._separated(closing)

    def _one_entry(self) -> Iterator[Part]:
        number = self._entry
        self._entry += 1
        node = self._scanner.value(har_entry.STREAMED)
        complaint, cut = self._scanner.complaint, self._scanner.cut
        self._settle(node.size, units=1)
        broken = complaint or cut or node.kind is not Kind.OBJECT
        self._account.book(
            Fate.GAP if broken else Fate.CONTENT, "damaged" if broken else "texts of the entries", 0, 1
        )
        yield from har_entry.messages(node, Books(self._account, number, self._notes))
        del node
        yield from self._notes.message(last=False)
        self._scanner.complaint, self._scanner.cut = complaint, cut
        self._check()

    def _check(self) -> None:
        if self._scanner.complaint:
            raise _Damaged(self._scanner.complaint)
        if self._scanner.cut:
            raise _Cut

    def _refuse(self, wanted: str, byte: int) -> None:
        if byte == END or self._scanner.cut:
            raise _Cut
        raise _Damaged(f"wanted {wanted}, found {chr(byte)!a} at byte {self._scanner.position}")
