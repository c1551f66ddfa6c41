"""XML property lists (Apple DTD PropertyList-1.0).

Read from the events and not by `plistlib`, which keeps one of two equal keys and passes over comments.
"""

from __future__ import annotations

import re

from harness.decode import base64_text, xml_events
from harness.decode.accounted import Accounted
from harness.decode.binary_value import SHOWN
from harness.decode.budget import Budget
from harness.decode.refusal import Part, Refusal
from harness.decode.xml_events import utf8
from harness.model.message import GapReason

NAME = "plist"
_HEAD = 512
_WORDS = ("true", "false")
_GRAMMAR = {
    "integer": re.compile(r"\s*[+-]?(?:0[xX][0-9A-Fa-f]+|[0-9]+)\s*"),
    "real": re.compile(r"\s*[+-]?(?:[0-9.]+(?:[eE][+-]?[0-9]+)?|inf(?:inity)?|nan)\s*", re.IGNORECASE),
    "date": re.compile(r"\s*[0-9]{4,}-[0-9]{2}-[0-9]{2}(?:T[0-9:]+)?Z?\s*"),
}
"""How numbers and dates are written (PropertyList-1.0.dtd)."""


def matches(data: bytes) -> bool:
    """Whether the element of a property list opens near the beginning."""
    return b"<plist" in data[:_HEAD]


class _Container:
    """A list, a dictionary or the document, and what it waits for."""

    __slots__ = ("count", "key", "kind", "step")

    def __init__(self, kind: str, step: str) -> None:
        self.kind = kind
        self.step = step
        self.count = 0
        self.key: str | None = None

    def next_step(self) -> str:
        """The step of the next value.  Raises ValueError where none may stand."""
        self.count += 1
        if self.kind == "array":
            return f"{self.step}[{self.count - 1}]"
        if self.kind == "plist" and self.count == 1:
            return self.step
        if self.kind != "dict" or self.key is None:
            raise ValueError("not a property list: a value where none may stand")
        step = f"{self.step}{'' if self.step.endswith(':') else '.'}{self.key}"
        self.key = None
        return step


class _Leaves:
    """Collects the values by their keys."""

    prefix = "plist:"

    def __init__(self, budget: Budget) -> None:
        self._nesting = budget.nesting
        self._open: list[_Container] = []
        self._text: list[str] = []
        self._scalar = ""
        self.found: list[Part] = []

    def place(self) -> str:
        """The step of the container that is open."""
        return self._open[-1].step if self._open else self.prefix

    def _note(self, step: str, data: bytes) -> None:
        self.found.append((step, data))

    def start(self, tag: str, attributes: list[str]) -> None:
        """An element opens."""
        if self._scalar:
            raise ValueError(f"not a property list: <{tag}> in <{self._scalar}>")
        self._loose()
        for key, value in zip(attributes[::2], attributes[1::2], strict=True):
            self._note(f"{self.place()}@{{{key}}}", utf8(key))
            self._note(f"{self.place()}@{key}", utf8(value))
        if tag in ("plist", "dict", "array"):
            if (tag == "plist") is bool(self._open):
                raise ValueError(f"not a property list: <{tag}> where none may stand")
            if len(self._open) > self._nesting:
                raise Refusal(GapReason.BUDGET, "property list nested too deep", self.found)
            step = self._open[-1].next_step() if self._open else self.prefix
            self._open.append(_Container(tag, step))
        elif self._open and tag in ("key", "string", "data", *_GRAMMAR, *_WORDS):
            self._scalar = tag
        else:
            raise ValueError(f"not a property list: <{tag}>")

    def _loose(self) -> None:
        """Text between values, where none belongs."""
        text = "".join(self._text).strip()
        self._text.clear()
        if text:
            self._note(f"{self.place()}/text()", utf8(text))

    def text(self, text: str) -> None:
        """Characters between two tags."""
        self._text.append(text)

    def end(self, tag: str) -> None:
        """An element closes."""
        if not self._scalar:
            self._loose()
            self._close(self._open.pop())
            return
        text = "".join(self._text)
        self._text.clear()
        self._scalar = ""
        around = self._open[-1]
        if tag == "key":
            if around.kind != "dict" or around.key is not None:
                raise ValueError("not a property list: a key where none may stand")
            around.key = text
            self._note(
                f"{around.step}{'' if around.step.endswith(':') else '.'}{{{text[:SHOWN]}}}", utf8(text)
            )
        else:
            self._value(tag, text, around.next_step())

    def _close(self, container: _Container) -> None:
        if container.key is not None or (container.kind == "plist" and not container.count):
            raise ValueError("not a property list: a value is missing")
        if container.kind == "array" and container.count != 1:
            self._note(f"{container.step}[]", b"%d" % container.count)

    def _value(self, tag: str, text: str, step: str) -> None:
        if tag in _GRAMMAR and not _GRAMMAR[tag].fullmatch(text):
            raise ValueError(f"not a property list: {text[:SHOWN]!r} is no {tag}")
        if tag == "data":
            self.found.extend(_data(text, step))
            return
        if tag in _WORDS:
            self._note(step, tag.encode())
        if tag not in _WORDS or text.strip():
            self._note(step, utf8(text if tag == "string" else text.strip()))


def _data(text: str, step: str) -> list[Part]:
    """Bytes in base64; the text as it is where it is none."""
    letters = "".join(text.split())
    try:
        if not letters.isascii() or letters.rstrip("=").translate(_NO_LETTERS):
            raise ValueError("not base64")  # noqa: TRY301 (both kinds of refusal end alike)
        (_, plain), *bits = base64_text.unpack(letters.encode(), Budget())
    except ValueError:
        return [(step, utf8(text))]
    return [(step, plain), *((f"{step}#", part) for _, part in bits)]


_NO_LETTERS = dict.fromkeys(map(ord, "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"))


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """Texts, numbers, data and names of the list, `plist:a.b[0]`.  Raises ValueError, Refusal."""
    if data.count(b"<") > budget.structure:
        raise Refusal(GapReason.BUDGET, f"property list of more than {budget.structure} tags")
    leaves = _Leaves(budget)
    xml_events.read(data, leaves)
    return leaves.found


def account(data: bytes, budget: Budget) -> Accounted:
    """Tags that open, texts and marks are content; tags that close, and white space, structure."""
    unpack(data, budget)
    return xml_events.account(data)
