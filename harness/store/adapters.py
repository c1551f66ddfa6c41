"""The files of a run and the types of their lines and documents, each with one pydantic adapter.

Nowhere else do the types of `harness.model` meet JSON.  Reading is strict: an unknown field, an unknown
kind, a number that is a text are errors.  What a line leaves out is a default that says nothing (None,
empty, 0, false).
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from enum import Enum
from typing import Annotated, Any, Generic, TypeVar, get_args

from pydantic import Field, TypeAdapter, ValidationError
from pydantic_core import PydanticSerializationError

from harness.model.documents import PlanDocument, RunDocument, SeedDocument
from harness.model.errors import EvidenceError
from harness.model.lines import (
    ChannelReading,
    ConsentLine,
    CounterSample,
    IdentifierRead,
    Line,
    PlantedLine,
    Precondition,
    SocketsSeen,
    TimelineLine,
)
from harness.model.wire import WireLine

L = TypeVar("L")
D = TypeVar("D", RunDocument, PlanDocument, SeedDocument)

BenchLine = (
    TimelineLine
    | PlantedLine
    | IdentifierRead
    | ConsentLine
    | Precondition
    | SocketsSeen
    | CounterSample
    | ChannelReading
)
"""Any line that the bench writes."""


class LineFile(Generic[L]):
    """A file of JSON lines: its name and what its lines may be.

    Where they may be several kinds, `tag` is the field that tells them apart.
    """

    def __init__(self, name: str, shape: Any, tag: str | None = None) -> None:
        self.name = name
        self.kinds: tuple[type[Line], ...] = get_args(shape) or (shape,)
        self._tag = tag
        self.adapter: TypeAdapter[L] = TypeAdapter(
            Annotated[shape, Field(discriminator=tag)] if tag else shape
        )

    def encode(self, line: L) -> bytes:
        """The fields of a line without its envelope, as they stand between the braces.

        Raises ValueError for a line with a value that is not of its field's type.
        """
        kind = type(line)
        fields = _dump(kind, line, {"sequence", "time_us"})[1:-1]
        if self._tag is None:
            return fields
        tag = json.dumps({self._tag: kind.__dataclass_fields__[self._tag].default}, separators=(",", ":"))  # type: ignore[attr-defined]
        return b",".join(part for part in (tag[1:-1].encode(), fields) if part)

    def decode(self, text: bytes) -> L:
        """The line of a JSON text, its time in microseconds.  Raises EvidenceError."""
        return _validated(self.adapter, text)


TIMELINE: LineFile[TimelineLine] = LineFile("timeline", TimelineLine, "what")
PLANTED: LineFile[PlantedLine] = LineFile("planted", PlantedLine)
IDENTIFIERS: LineFile[IdentifierRead] = LineFile("identifiers", IdentifierRead)
CONSENT: LineFile[ConsentLine] = LineFile("consent", ConsentLine, "what")
PRECONDITIONS: LineFile[Precondition] = LineFile("preconditions", Precondition)
SOCKETS: LineFile[SocketsSeen] = LineFile("sockets", SocketsSeen)
COUNTERS: LineFile[CounterSample] = LineFile("counters", CounterSample)
CHANNELS: LineFile[ChannelReading] = LineFile("channels", ChannelReading)
EXCHANGES: LineFile[WireLine] = LineFile("exchanges", WireLine, "event")
"""The recorder's file; it alone writes there."""

BENCH_FILES: tuple[LineFile[Any], ...] = (
    TIMELINE,
    PLANTED,
    IDENTIFIERS,
    CONSENT,
    PRECONDITIONS,
    SOCKETS,
    COUNTERS,
    CHANNELS,
)
"""The files of lines that the bench writes."""

DOCUMENTS: Mapping[type[Any], str] = {RunDocument: "run", PlanDocument: "plan", SeedDocument: "seed"}
"""The name of each whole JSON file, without its ending."""
FORMER: Mapping[str, str] = {
    "claims/run/v1": "0.1.0",
    "claims/plan/v1": "0.1.0",
}
"""Formats that are no longer read, each with the release that reads it."""


_ADAPTERS: dict[Any, TypeAdapter[Any]] = {}
"""Those of single types, made when first needed."""


def adapter_of(kind: type[L]) -> TypeAdapter[L]:
    """The adapter of one type."""
    if kind not in _ADAPTERS:
        _ADAPTERS[kind] = TypeAdapter(kind)
    return _ADAPTERS[kind]


def encode_document(document: RunDocument | PlanDocument | SeedDocument) -> bytes:
    """A document as it stands in its file."""
    return _slowly(type(document), document, indent=1) + b"\n"


def decode_document(kind: type[D], text: bytes) -> D:
    """The document of a JSON text.  Raises EvidenceError, also for one of another format."""
    try:
        found = json.loads(text)
    except (ValueError, RecursionError) as error:
        raise EvidenceError(f"wanted JSON, found something else: {error}") from error
    wanted = kind.__dataclass_fields__["schema"].default
    schema = found.get("schema") if isinstance(found, dict) else None
    if schema != wanted:
        release = FORMER.get(schema) if isinstance(schema, str) else None
        advice = f"; release {release} reads it" if release else ""
        raise EvidenceError(f"wanted schema {wanted}, found {schema!r}{advice}")
    return _validated(adapter_of(kind), text)


def clean(value: Any) -> Any:
    """The same JSON value without lone surrogates: captured text may hold them, a file of UTF-8 may not."""
    if isinstance(value, str):
        return value if value.isascii() else value.encode("utf-8", "backslashreplace").decode()
    if isinstance(value, dict):
        return {clean(key): clean(item) for key, item in value.items()}
    if isinstance(value, (list, tuple)):
        return [clean(item) for item in value]
    return value


def _dump(kind: type[Any], line: Any, exclude: set[str]) -> bytes:
    try:
        return adapter_of(kind).dump_json(line, exclude=exclude, exclude_defaults=True, warnings="error")
    except PydanticSerializationError:
        return _slowly(kind, line, exclude=exclude)


def _slowly(
    kind: type[Any], value: Any, *, exclude: set[str] | None = None, indent: int | None = None
) -> bytes:
    """The JSON of a value with its text cleaned; without `exclude`, its defaults too."""
    fields = adapter_of(kind).dump_python(
        value, exclude=exclude, exclude_defaults=exclude is not None, warnings="error"
    )
    separators = (",", ":") if indent is None else None
    return json.dumps(
        clean(fields), ensure_ascii=False, indent=indent, separators=separators, default=_value
    ).encode()


def _value(member: Any) -> Any:
    if isinstance(member, Enum):
        return member.value
    raise ValueError(f"wanted a JSON value, found {member!r}")


def _validated(adapter: TypeAdapter[L], text: bytes) -> L:
    try:
        return adapter.validate_json(text, strict=True)
    except ValidationError as error:
        first = error.errors(include_url=False)[0]
        place = ".".join(str(step) for step in first["loc"])
        shown = repr(first["input"])[:60]
        raise EvidenceError(f"{place or 'the whole'}: {first['msg']}, found {shown}") from error
