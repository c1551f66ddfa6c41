"""Protocol Buffers without a schema (encoding of proto3): fields by number, nested messages by trial.

Read here and not by bbpb, which tries every field as a message without a bound on its work; bbpb is the
second opinion of the tests.  Also the length-prefixed frame of gRPC.
"""

# ruff: noqa: PLR2004 (wire types and varints as the encoding guide numbers them)

from __future__ import annotations

import struct
from collections import Counter

from harness.decode.accounted import Accounted, Coverage
from harness.decode.budget import Budget
from harness.decode.kind import is_text
from harness.decode.refusal import Part

NAME = "protobuf"
_LARGEST = 4 * 1024 * 1024
_MOST_FIELDS = 20_000
_HIGHEST = 4096
"""Field numbers above are legal and never seen; random bytes have them at once."""
_TEXT = 4
_MOST_PACKED = 1024
"""Numbers of a packed list that are named one by one; its bytes are a part in any case."""


def matches(data: bytes) -> bool:
    """Whether the first byte is a key with a wire type in use, or a gRPC frame opens."""
    return 4 <= len(data) <= _LARGEST and (_is_key(data[0]) or _framed(data))


def _is_key(first: int) -> bool:
    return first & 7 in (0, 1, 2, 5) and first >> 3 != 0


def _framed(data: bytes) -> bool:
    return data[0] == 0 and len(data) > 5 and int.from_bytes(data[1:5], "big") == len(data) - 5


def _varint(data: bytes, at: int, end: int) -> tuple[int, int]:
    value = shift = 0
    while True:
        if at >= end or shift > 63:
            raise ValueError("not a varint")
        byte = data[at]
        at += 1
        value |= (byte & 127) << shift
        if byte < 128:
            return value, at
        shift += 7


Field = tuple[int, int, int, int, int]
"""Number, wire type, start and end of its content, value where it is a number."""


def _fields(data: bytes, at: int, end: int) -> list[Field]:
    """The fields between two offsets.  Raises ValueError where they do not fill them exactly."""
    found: list[Field] = []
    while at < end:
        key, at = _varint(data, at, end)
        number, wire = key >> 3, key & 7
        if not 0 < number <= _HIGHEST:
            raise ValueError("no field number")
        start, value = at, 0
        if wire == 0:
            value, at = _varint(data, at, end)
        elif wire == 2:
            size, start = _varint(data, at, end)
            at = start + size
        elif wire in (1, 5):
            at += 8 if wire == 1 else 4
            value = int.from_bytes(data[start:at], "little")
        else:
            raise ValueError("no wire type")
        if at > end:
            raise ValueError("a field longer than its message")
        found.append((number, wire, start, at, value))
        if len(found) > _MOST_FIELDS:
            raise ValueError("too many fields")
    return found


def _walk(data: bytes, budget: Budget) -> tuple[list[Part], int]:
    """The parts, and how many texts are among them."""
    start = 5 if _framed(data) else 0
    found: list[Part] = []
    texts, left = 0, _MOST_FIELDS
    pending = [("protobuf:", _fields(data, start, len(data)), 0)]
    while pending:
        prefix, fields, depth = pending.pop(0)
        left -= len(fields)
        found.extend(_numbers(prefix, fields))
        for number, wire, begin, end, value in fields:
            step = f"{prefix}{number}"
            if wire == 0:
                found.append((step, str(value).encode()))
                continue
            content = data[begin:end]
            if wire != 2:
                found.append((step, content))
                found.append((f"{step}#", _number(content)))
                continue
            if is_text(content):
                texts += len(content) >= _TEXT
                found.append((step, content))
                if content[:1] not in (b"\n", b"\t", b"\r"):
                    continue
            inner = _nested(data, begin, end) if depth < budget.nesting and left > 0 else None
            if inner:
                pending.append((f"{step}.", inner, depth + 1))
                if not any(field[1] == 2 for field in inner):
                    found.extend(_packed(step, content))
            elif not is_text(content):
                found.append((step, content))
                found.extend(_packed(step, content))
    return found, texts


def _numbers(prefix: str, fields: list[Field]) -> list[Part]:
    """The numbers of the fields, each once, and how often one that is there again."""
    counts = Counter(field[0] for field in fields)
    found: list[Part] = [(f"{prefix}{{{number}}}", str(number).encode()) for number in counts]
    found.extend(
        (f"{prefix}{number}[]", str(count).encode()) for number, count in counts.items() if count > 1
    )
    return found


def _packed(step: str, data: bytes) -> list[Part]:
    """Bytes as the packed list of small numbers that they may be; nothing where they are none."""
    values: list[int] = []
    at = 0
    try:
        while at < len(data):
            value, at = _varint(data, at, len(data))
            values.append(value)
    except ValueError:
        return []
    if not 1 < len(values) <= _MOST_PACKED or max(values) >> 32:
        return []
    return [(f"{step}[{number}]", str(value).encode()) for number, value in enumerate(values)]


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """Texts, bytes and numbers by field number, `protobuf:1.2`, and the field numbers, `protobuf:1.{2}`.

    Raises ValueError where the bytes are not filled exactly or hold no text.
    """
    found, texts = _walk(data, budget)
    if not texts and not any(len(p) >= 16 and p[:2] in (b"\x1f\x8b", b"\x78\x9c") for _, p in found):
        raise ValueError("no text in it")
    return found


def account(data: bytes, budget: Budget) -> Accounted:
    """Values and keys are content, lengths and the frame of gRPC structure."""
    start = 5 if _framed(data) else 0
    books = Coverage(len(data))
    books.structure(0, start)
    pending = [(start, _fields(data, start, len(data)), 0)]
    while pending:
        at, fields, depth = pending.pop()
        for _, wire, begin, end, _ in fields:
            _, key_end = _varint(data, at, end)
            books.content(at, key_end)
            books.structure(key_end, begin)
            books.content(begin, end)
            inner = _nested(data, begin, end) if wire == 2 and depth < budget.nesting else None
            if inner and not is_text(data[begin:end]):
                pending.append((begin, inner, depth + 1))
            at = end
    return books.account()


def _nested(data: bytes, start: int, end: int) -> list[Field] | None:
    try:
        return _fields(data, start, end) if end - start > 1 else None
    except ValueError:
        return None


def _number(data: bytes) -> bytes:
    return str(struct.unpack("<q" if len(data) == 8 else "<i", data)[0]).encode()
