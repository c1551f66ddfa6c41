"""The books of one entry of a HAR: every value is handed on, a copy of one, or ignored by its name."""

from __future__ import annotations

import re
from collections.abc import Iterator
from urllib.parse import unquote_to_bytes

from harness.capture.importers.json_node import Kind, Node, dumped
from harness.capture.importers.notes import Notes
from harness.model.account import Account, Fate, Unread
from harness.model.message import Direction, ExchangeId, GapReason, Message

CONTENT = "texts of the entries"
COPIES = "copies of what stands elsewhere in its entry"
DAMAGED = "damaged"
_LONG = 1 << 22
"""Bytes of a text in which no copies are looked for."""
_DATE = rb"\d{4}-\d\d-\d\d(?:[T ]\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)?(?:Z|[+-]\d\d:?\d\d)?"
_PLAIN = rb"-?\d{1,20}(?:\.\d{1,20})?(?:[eE][+-]?\d{1,3})?|true|false|null||" + _DATE
_KINDS = (
    rb"xhr|fetch|document|script|stylesheet|image|font|media|manifest|websocket|other|preflight|ping|beacon|"
    rb"eventsource|texttrack|signed-exchange|csp-violation-report|wasm|VeryLow|Low|Medium|High|VeryHigh|"
    rb"memory|disk|push|secure|insecure|weak|broken|get|set"
)
_PLACE = rb"page_?\d{1,9}|-?\d{1,20}|"
IGNORED = {
    b"startedDateTime": (_PLAIN, "times and timings"),
    b"time": (_PLAIN, "times and timings"),
    b"timings": (_PLAIN, "times and timings"),
    b"pageTimings": (_PLAIN, "times and timings"),
    b"expires": (_PLAIN, "times and timings"),
    b"cache": (_PLAIN, "states of the cache"),
    b"_fromCache": (_PLAIN + b"|" + _KINDS, "states of the cache"),
    b"connection": (_PLACE, "numbers of connections and pages"),
    b"_connectionId": (_PLACE, "numbers of connections and pages"),
    b"pageref": (_PLACE, "numbers of connections and pages"),
    b"id": (_PLACE, "numbers of connections and pages"),
    b"_resourceType": (_KINDS, "the browser's words for a request"),
    b"_priority": (_KINDS, "the browser's words for a request"),
    b"headersSize": (_PLAIN, "sizes"),
    b"bodySize": (_PLAIN, "sizes"),
    b"_transferSize": (_PLAIN, "sizes"),
    b"size": (_PLAIN, "sizes"),
    b"compression": (_PLAIN, "sizes"),
    b"httpVersion": (
        rb"(?i:HTTP/[0-3](?:\.\d)?|h[23]|h2c|spdy/3\.?1?|unknown|quic|h3-\d\d|)",
        "versions of protocols",
    ),
    b"httpOnly": (_PLAIN, "flags of cookies"),
    b"secure": (_PLAIN, "flags of cookies"),
    b"sameSite": (rb"(?i:Lax|Strict|None|no_restriction|unspecified|)", "flags of cookies"),
    b"comment": (rb"", "empty comments"),
    b"version": (rb"\d{1,4}(?:\.\d{1,6}){0,4}", "the version of the archive"),
}
"""Names whose values are not handed on where all of them are of this shape, and why."""
_RULES = {name: (re.compile(shape), reason) for name, (shape, reason) in IGNORED.items()}


class Fields:
    """The fields of an object; each is taken once, and what nobody took is the rest."""

    __slots__ = ("_fields",)

    def __init__(self, node: Node | None) -> None:
        self._fields = list(node.fields) if node is not None and node.kind is Kind.OBJECT else []

    def take(self, name: bytes) -> Node | None:
        """The last of that name (RFC 8259 §4); the ones before it stay in the rest."""
        for at in range(len(self._fields) - 1, -1, -1):
            if self._fields[at][0] == name:
                return self._fields.pop(at)[1]
        return None

    @property
    def rest(self) -> list[tuple[bytes, Node]]:
        """What was not taken."""
        return self._fields


class Books:
    """Where the values of one entry go.  `notes` are the archive's, `sent` those of what the phone sent."""

    __slots__ = ("_notes", "_prefix", "account", "number", "said", "sent")

    def __init__(self, account: Account, number: int, notes: Notes, prefix: bytes = b"") -> None:
        self.account, self.number, self._notes = account, number, notes
        self._prefix = prefix or b"%d." % number
        self.sent = Notes(ExchangeId(str(number)), Direction.OUT)
        self.said = b""
        """What was handed on of the entry's request or answer, for telling copies."""

    def content(self, node: Node) -> None:
        """It was made part of a message."""
        self.account.book(Fate.CONTENT, CONTENT, node.size)

    def say(self, *texts: bytes) -> None:
        """Notes what was handed on: as it stands, unescaped, in small letters; not what is very long."""
        for text in texts:
            if len(text) <= _LONG:
                plain = unquote_to_bytes(text.replace(b"+", b" ")) if b"%" in text or b"+" in text else b""
                self.said += (b"\n" + text + b"\n" + plain).lower()

    def is_copy(self, text: bytes) -> bool:
        """Whether it was handed on already."""
        return text.lower() in self.said

    def copied(self, node: Node) -> bool:
        """Whether a value was handed on already; then it is booked so."""
        text = node.scalar
        if text is None or not self.is_copy(text):
            return False
        self.account.book(Fate.CONTENT, COPIES, node.size)
        return True

    def note(self, name: bytes, node: Node, *, sent: bool = False) -> None:
        """Hands a value on beside the messages, unless all of it is ignored by its name."""
        rule = _RULES.get(name.rpartition(b".")[2])
        if rule is not None and all(rule[0].fullmatch(text) for text in _texts(node)):
            self.account.book(Fate.IGNORED, rule[1], node.size)
            return
        self.content(node)
        if node.size or node.fields or node.items:
            if sent:
                self.sent.add(name, dumped(node))
            else:
                self._notes.add(self._prefix + name, dumped(node))

    def note_unless_copied(self, name: bytes, node: Node, *, sent: bool = False) -> None:
        """Hands a value on that was not handed on already."""
        if not self.copied(node):
            self.note(name, node, sent=sent)

    def leftover(self, prefix: bytes, fields: Fields, *, sent: bool = False) -> None:
        """Hands on whatever was not taken of an object, field by field."""
        for name, node in fields.rest:
            self.note(prefix + name, node, sent=sent)

    def damaged(
        self, name: bytes, node: Node, detail: str, *, sent: bool = False
    ) -> Iterator[Message | Unread]:
        """A value that is not what it must be: a gap, and searched as it is."""
        self.account.book(Fate.GAP, DAMAGED, node.size)
        if sent:
            self.sent.add(name, dumped(node))
        else:
            self._notes.add(self._prefix + name, dumped(node))
        yield self.gap(GapReason.DAMAGED, detail, node.size)

    def gap(self, reason: GapReason, detail: str, size: int, *, missing: bool = False) -> Unread:
        """A gap of this entry."""
        return Unread(reason, f"entry {self.number}: {detail}", size, f"entry {self.number}", missing=missing)


def _texts(node: Node) -> Iterator[bytes]:
    if node.kind is Kind.RAW:
        yield b"\0" if node.size else b""
    elif node.kind in {Kind.TEXT, Kind.WORD}:
        yield node.text
    for one in node.items:
        yield from _texts(one)
    for name, one in node.fields:
        if not _NAME.fullmatch(name):
            yield name + b"\0"
        yield from _texts(one)


_NAME = re.compile(rb"_?[A-Za-z_]{1,30}")
"""Names inside an ignored value that are ignored with it."""
