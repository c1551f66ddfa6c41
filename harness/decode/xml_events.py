"""The events of an XML 1.0 document: every name, text and mark of it, in its order; its entities are refused."""

from __future__ import annotations

from typing import Protocol
from xml.parsers import expat

from harness.decode.accounted import Accounted, Coverage
from harness.decode.refusal import Part, Refusal
from harness.model.message import GapReason


class Events(Protocol):
    """Whoever wants to know what a document holds."""

    found: list[Part]
    prefix: str
    """The first step of its parts, with its colon."""

    def place(self) -> str:
        """The step of the element that is open."""

    def start(self, name: str, attributes: list[str], /) -> None:
        """An element opens, with names and values of its attributes in turns."""

    def end(self, name: str, /) -> None:
        """An element closes."""

    def text(self, text: str, /) -> None:
        """Characters between two tags."""


def utf8(text: str) -> bytes:
    """A text as a part holds it."""
    return text.encode("utf-8", "surrogatepass")


class _Document:
    """A parser that reports to `events`, and what stands outside of elements and texts."""

    def __init__(self, data: bytes, events: Events) -> None:
        self._data = data
        self._events = events
        self._in_type = -1
        parser = self._parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.ordered_attributes = True
        parser.StartElementHandler = events.start
        parser.EndElementHandler = events.end
        parser.CharacterDataHandler = events.text
        parser.CommentHandler = self._comment
        parser.ProcessingInstructionHandler = self._instruction
        parser.XmlDeclHandler = self._declaration
        parser.StartDoctypeDeclHandler = self._type_starts
        parser.EndDoctypeDeclHandler = self._type_ends
        parser.EntityDeclHandler = self._entity

    def read(self) -> None:
        """Raises ValueError where it is no XML, Refusal where it defines entities."""
        try:
            self._parser.Parse(self._data, True)
        except (expat.ExpatError, LookupError) as e:  # an encoding that nobody knows
            raise ValueError("not XML") from e

    def _note(self, step: str, data: bytes) -> None:
        self._events.found.append((step, data))

    def _comment(self, text: str) -> None:
        if self._in_type < 0:
            self._note(f"{self._events.place()}/comment()", utf8(text))

    def _instruction(self, target: str, text: str) -> None:
        if self._in_type < 0:
            place = self._events.place()
            self._note(f"{place}/?{{{target}}}", utf8(target))
            self._note(f"{place}/?{target}", utf8(text))

    def _declaration(self, *_said: object) -> None:
        start = self._parser.CurrentByteIndex
        end = self._data.index(b"?>", start)
        self._note(f"{self._events.prefix}?xml", self._data[start + len(b"<?xml") : end].strip())

    def _type_starts(self, *_said: object) -> None:
        # The parser stands anywhere inside of the declaration when it says so.
        self._in_type = self._data.rindex(b"<!DOCTYPE", 0, self._parser.CurrentByteIndex + len(b"<!DOCTYPE"))

    def _type_ends(self) -> None:
        content = self._data[self._in_type + len(b"<!DOCTYPE") : self._parser.CurrentByteIndex]
        self._note(f"{self._events.prefix}!DOCTYPE", content.strip(b" \t\r\n>"))
        self._in_type = -1

    def _entity(self, *_said: object) -> None:
        raise Refusal(GapReason.BUDGET, "XML that defines entities of its own", self._events.found)


def read(data: bytes, events: Events) -> None:
    """Reports a document.  Raises ValueError where it is no XML, Refusal where it defines entities."""
    _Document(data, events).read()


def account(data: bytes) -> Accounted:
    """Tags that open, texts and marks are content; tags that close, and white space, structure.

    Raises ValueError where it is no XML.
    """
    books = Coverage(len(data))
    spans: list[tuple[int, bool]] = [(0, False)]
    parser = expat.ParserCreate()

    def content(*_said: object) -> None:
        spans.append((parser.CurrentByteIndex, True))

    def structure(*_said: object) -> None:
        spans.append((parser.CurrentByteIndex, False))

    def text(characters: str) -> None:
        spans.append((parser.CurrentByteIndex, bool(characters.strip())))

    parser.StartElementHandler = parser.CommentHandler = parser.ProcessingInstructionHandler = content
    parser.XmlDeclHandler = parser.StartDoctypeDeclHandler = content
    parser.EndElementHandler = parser.DefaultHandler = structure
    parser.CharacterDataHandler = text
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError) as e:
        raise ValueError("not XML") from e
    for (start, is_content), (end, _) in zip(spans, [*spans[1:], (len(data), False)], strict=True):
        (books.content if is_content else books.structure)(start, end)
    return books.account()
