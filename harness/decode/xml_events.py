"""The events of an XML 1.0 document: every name, text and mark, in their order; entities are refused."""

from __future__ import annotations

import re
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


_FOREIGN = re.compile(rb"&(?!(?:amp|lt|gt|quot|apos);)[^\s#;&<>]+;")
"""A reference to an entity that neither XML nor, as those are refused, the document defines."""
_CDATA = ("<![CDATA[", "]]>")


def utf8(text: str) -> bytes:
    """A text as a part holds it."""
    return text.encode("utf-8", "surrogatepass")


class _Document:
    """A parser that reports to `events`, and what stands outside of elements and texts."""

    def __init__(self, data: bytes, events: Events) -> None:
        self._data = data
        self._events = events
        self._before: list[str] = []
        """What stands in front of the first element: the document type, white space."""
        parser = self._parser = expat.ParserCreate()
        parser.buffer_text = True
        parser.ordered_attributes = True
        parser.StartElementHandler = self._first
        parser.EndElementHandler = events.end
        parser.CharacterDataHandler = events.text
        parser.CommentHandler = self._comment
        parser.ProcessingInstructionHandler = self._instruction
        parser.XmlDeclHandler = self._declaration
        parser.EntityDeclHandler = self._entity
        parser.DefaultHandler = self._before.append

    def read(self) -> None:
        """Raises ValueError where it is no XML, Refusal where it refers to entities that are not read."""
        try:
            self._parser.Parse(self._data, True)
        except (expat.ExpatError, LookupError) as e:  # an encoding that nobody knows
            raise ValueError("not XML") from e

    def _note(self, step: str, data: bytes) -> None:
        self._events.found.append((step, data))

    def _comment(self, text: str) -> None:
        self._note(f"{self._events.place()}/comment()", utf8(text))

    def _instruction(self, target: str, text: str) -> None:
        place = self._events.place()
        self._note(f"{place}/?{{{target}}}", utf8(target))
        self._note(f"{place}/?{target}", utf8(text))

    def _declaration(self, *_said: object) -> None:
        start = self._parser.CurrentByteIndex
        end = self._data.index(b"?>", start)
        self._note(f"{self._events.prefix}?xml", self._data[start + len(b"<?xml") : end].strip())

    def _first(self, tag: str, attributes: list[str]) -> None:
        """The first element opens: what stands in front of it is whole."""
        declared = "".join(self._before).strip(" \t\r\n\ufeff")
        if declared:
            self._note(f"{self._events.prefix}!DOCTYPE", utf8(declared))
            if _FOREIGN.search(self._data):
                # What is defined elsewhere is left out of attributes without a word (xmlparse.c of expat).
                raise Refusal(
                    GapReason.UNKNOWN_FORMAT, "XML with entities of another text", self._events.found
                )
        self._parser.StartElementHandler = self._events.start
        self._parser.DefaultHandler = None
        self._events.start(tag, attributes)

    def _entity(self, *_said: object) -> None:
        raise Refusal(GapReason.BUDGET, "XML that defines entities of its own", self._events.found)


def read(data: bytes, events: Events) -> None:
    """Reports a document.

    Raises ValueError where it is no XML, Refusal where it refers to entities that are not read.
    """
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
        spans.append((parser.CurrentByteIndex, bool(characters.strip()) and characters not in _CDATA))

    parser.StartElementHandler = parser.CommentHandler = parser.ProcessingInstructionHandler = content
    parser.XmlDeclHandler = content
    parser.EndElementHandler = structure
    parser.CharacterDataHandler = parser.DefaultHandler = text
    try:
        parser.Parse(data, True)
    except (expat.ExpatError, LookupError) as e:
        raise ValueError("not XML") from e
    for (start, is_content), (end, _) in zip(spans, [*spans[1:], (len(data), False)], strict=True):
        (books.content if is_content else books.structure)(start, end)
    return books.account()
