"""A YAML (or JSON) text as plain values that remember their lines.

Only what the ledger needs of YAML 1.2: mappings with string keys, sequences, strings, integers,
`true`, `false`, `null`.  Dates, fractions and versions stay the strings that were written, since a
version 3.10 is not 3.1.  Anchors, aliases and tags are refused: what is written is what is meant.
"""

from __future__ import annotations

import hashlib
import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import yaml

from harness.model.errors import SetupError

Path = tuple[str | int, ...]
Value = dict[str, "Value"] | list["Value"] | str | int | bool | None

DEEPEST = 24
"""Levels of nesting; the files need 8."""

_INTEGER = re.compile(r"-?(0|[1-9][0-9]{0,17})")
_WORDS: Mapping[str, bool | None] = {"true": True, "false": False, "null": None, "~": None, "": None}


@dataclass(frozen=True, slots=True)
class Document:
    """The values of one file and the line (counted from 1) of every key and item."""

    name: str
    values: Value
    lines: Mapping[Path, int]

    def line(self, path: Path) -> int:
        """The line of a path, or of its nearest ancestor that has one."""
        while path and path not in self.lines:
            path = path[:-1]
        return self.lines.get(path, 1)

    def canonical(self) -> str:
        """The values as JSON without comments and layout: what the run folder keeps."""
        return json.dumps(self.values, ensure_ascii=False, sort_keys=True, separators=(",", ":"))

    @property
    def digest(self) -> str:
        """SHA-256 of the canonical text, in hex."""
        return hashlib.sha256(self.canonical().encode()).hexdigest()


def read_document(text: str, name: str) -> Document:
    """Parse a text; `name` stands in messages.  Raises SetupError with the line."""
    try:
        reader = _read(text, name, _QUICK)
    except yaml.YAMLError:
        reader = _read_slowly(text, name)
    if not reader.ended:
        raise SetupError(f"{name}:1: wanted a document, found an empty text; restore the file")
    return Document(name=name, values=reader.root, lines=reader.lines)


_QUICK = getattr(yaml, "CSafeLoader", yaml.SafeLoader)
"""The parser over libyaml, where PyYAML's wheel has it: a tenth of the time.  What it refuses (surrogate
pairs as JSON escapes them, for one) the other reads or refuses in its own words, alike on every machine."""


def _read(text: str, name: str, loader: Any) -> _Reader:
    reader = _Reader(name)
    for event in yaml.parse(text, Loader=loader):
        reader.take(event)
    return reader


def _read_slowly(text: str, name: str) -> _Reader:
    try:
        return _read(text, name, yaml.SafeLoader)
    except yaml.MarkedYAMLError as error:
        line = error.problem_mark.line + 1 if error.problem_mark is not None else 1
        raise SetupError(f"{name}:{line}: wanted YAML, found {error.problem}; correct the line") from error
    except yaml.YAMLError as error:
        found = " ".join(str(error).split())
        raise SetupError(f"{name}:1: wanted YAML, found {found}; correct the text") from error


@dataclass(slots=True)
class _Open:
    """A mapping or sequence that is being filled, with its path and, in a mapping, the awaited key."""

    values: dict[str, Value] | list[Value]
    path: Path
    key: str | None = None


class _Reader:
    """Builds values from parser events with a stack of its own, so that depth is a limit, not a crash."""

    def __init__(self, name: str) -> None:
        self.name = name
        self.root: Value = None
        self.ended = False
        self.lines: dict[Path, int] = {}
        self._stack: list[_Open] = []

    def take(self, event: yaml.Event) -> None:
        line = event.start_mark.line + 1 if event.start_mark is not None else 1
        if isinstance(event, yaml.AliasEvent) or getattr(event, "anchor", None):
            raise self._error(line, "wanted plain values, found an anchor or alias; write the value out")
        if isinstance(event, yaml.ScalarEvent):
            self._scalar(event, line)
        elif isinstance(event, yaml.MappingStartEvent):
            self._open({}, event.tag, line)
        elif isinstance(event, yaml.SequenceStartEvent):
            self._open([], event.tag, line)
        elif isinstance(event, (yaml.MappingEndEvent, yaml.SequenceEndEvent)):
            self._stack.pop()
        elif isinstance(event, yaml.DocumentStartEvent) and self.ended:
            raise self._error(line, "wanted one document, found a second; remove it")

    def _error(self, line: int, text: str) -> SetupError:
        return SetupError(f"{self.name}:{line}: {text}")

    def _scalar(self, event: yaml.ScalarEvent, line: int) -> None:
        if event.tag is not None:
            raise self._error(line, f"wanted a plain value, found the tag {event.tag}; remove the tag")
        try:
            text = _joined(event.value)
        except UnicodeDecodeError as error:
            raise self._error(
                line, "wanted text, found half a surrogate pair; write the character"
            ) from error
        top = self._stack[-1] if self._stack else None
        if top is not None and isinstance(top.values, dict) and top.key is None:
            self._key(top, top.values, text, line)
        else:
            self._add(text if event.style else _resolve(text), line)

    def _key(self, top: _Open, values: dict[str, Value], key: str, line: int) -> None:
        if key in values:
            first = self.lines[(*top.path, key)]
            raise self._error(
                line, f"wanted each key once, found {key!r} again (first on line {first}); remove one"
            )
        top.key = key
        self.lines[(*top.path, key)] = line

    def _open(self, values: dict[str, Value] | list[Value], tag: str | None, line: int) -> None:
        if tag is not None:
            raise self._error(line, f"wanted a plain value, found the tag {tag}; remove the tag")
        if len(self._stack) >= DEEPEST:
            raise self._error(line, f"wanted at most {DEEPEST} levels, found more; flatten the text")
        top = self._stack[-1] if self._stack else None
        if top is not None and isinstance(top.values, dict) and top.key is None:
            raise self._error(line, "wanted a string as key, found a collection; correct the key")
        self._stack.append(_Open(values, self._add(values, line)))

    def _add(self, value: Value, line: int) -> Path:
        if not self._stack:
            self.root, self.ended = value, True
            return ()
        top = self._stack[-1]
        if isinstance(top.values, list):
            path: Path = (*top.path, len(top.values))
            self.lines[path] = line
            top.values.append(value)
            return path
        key = top.key or ""
        top.values[key] = value
        top.key = None
        return (*top.path, key)


def _joined(text: str) -> str:
    """The text with the surrogate pairs joined that JSON writes for characters above U+FFFF."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le")


def _resolve(text: str) -> Value:
    """A plain scalar may be a number or one of the words of YAML 1.2; all else is a string."""
    if text in _WORDS:
        return _WORDS[text]
    return int(text) if _INTEGER.fullmatch(text) else text
