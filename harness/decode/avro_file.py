"""Avro object container files (Apache Avro 1.11, "Object Container Files"), read with their own schema."""

# ruff: noqa: PLR2004 (widths as the specification gives them)

from __future__ import annotations

import bz2
import json
import lzma
import struct
import zlib
from dataclasses import replace
from typing import Any

import zstandard

from harness.decode import snappy_block, zstd_stream
from harness.decode.binary_value import flatten
from harness.decode.budget import DEFAULT, Budget
from harness.decode.refusal import NOT_READ, Part, Refusal
from harness.model.message import GapReason

NAME = "avro"
CERTAIN = True
FIRST = b"O"
_MAGIC = b"Obj\x01"
_SYNC = 16
_FAILURES = (*NOT_READ, zlib.error, OSError, lzma.LZMAError, zstandard.ZstdError, struct.error)


def matches(data: bytes) -> bool:
    """Whether it begins with the magic."""
    return data.startswith(_MAGIC)


def unpack(data: bytes, budget: Budget) -> list[Part]:
    """The metadata, schema included, and every record.

    Raises ValueError where no metadata reads, Refusal where a block is cut off, damaged or too large.
    """
    reader = Reader(data, len(_MAGIC))
    pairs = reader.value({"type": "map", "values": "bytes"}, {}, budget.nesting)
    metadata = dict(pairs)
    found: list[Part] = flatten(pairs, "avro-metadata:", budget, known=True)
    sync = reader.take(_SYNC)
    found.append(("avro-sync", sync))
    spent = number = 0
    inner, start = Reader(b"", 0), reader.at
    try:
        schema = json.loads(metadata[b"avro.schema"])
        codec = metadata.get(b"avro.codec", b"null")
        names: dict[str, Any] = {}
        define(schema, names, budget.nesting)
        while reader.at < len(data):
            inner, start = Reader(b"", 0), reader.at
            count, size = reader.long(), reader.long()
            block = _inflate(codec, reader.take(size), budget.expansion - spent)
            spent += len(block)
            inner = Reader(block, 0)
            for _ in range(count):
                number += 1
                _within(len(found), budget)
                value = inner.value(schema, names, budget.nesting)
                found.extend(flatten(value, f"avro:[{number - 1}]", budget, known=True))
            if block[inner.at :] or reader.take(_SYNC) != sync:
                raise ValueError("a block does not end where it should")
    except Refusal as e:
        found += _unread(data, start, inner)
        raise Refusal(e.reason, e.detail, found) from e
    except (*_FAILURES, RecursionError) as e:
        found += _unread(data, start, inner)
        raise Refusal(
            GapReason.DAMAGED, "avro: a block is damaged, cut off or of an unknown codec", found
        ) from e
    if number > 1:
        found.append(("avro[]", b"%d" % number))
    return found


def _unread(data: bytes, start: int, inner: Reader) -> list[Part]:
    """What was not read: the rest of the block in hand, and the file from where that block begins."""
    return [("avro:block", inner.data[inner.at :]), ("avro:rest", data[start:])]


def _within(values: int, budget: Budget) -> None:
    """Raises Refusal where more values are read than the budget allows."""
    if values > budget.structure:
        raise Refusal(GapReason.BUDGET, f"avro of more than {budget.structure} values")


def _inflate(codec: bytes, block: bytes, room: int) -> bytes:
    """A block before compression; raises ValueError, Refusal and what the libraries raise."""
    if codec == b"null":
        found = block
    elif codec == b"deflate":
        found = _whole(zlib.decompressobj(-15), block, room)
    elif codec == b"snappy":
        found = snappy_block.inflate(block[:-4], room)
        if zlib.crc32(found).to_bytes(4, "big") != block[-4:]:
            raise Refusal(GapReason.CHECKSUM, "avro: checksum wrong")
    elif codec == b"bzip2":
        found = _whole(bz2.BZ2Decompressor(), block, room)
    elif codec == b"xz":
        found = _whole(lzma.LZMADecompressor(lzma.FORMAT_AUTO, 1 << 26), block, room)
    elif codec == b"zstandard":
        (_, found), *others = zstd_stream.unpack(block, replace(DEFAULT, expansion=room))
        if others:
            raise ValueError("a block does not end where it should")
    else:
        raise Refusal(GapReason.UNKNOWN_FORMAT, f"avro: codec {codec[:20]!r}")
    if len(found) > room:
        raise Refusal(GapReason.BUDGET, f"avro block holds more than {room} bytes")
    return found


def _whole(stream: Any, block: bytes, room: int) -> bytes:
    """What a compressed block holds; raises ValueError where it ends before the block does, or after."""
    found: bytes = stream.decompress(block, room + 1)
    if len(found) <= room and (not stream.eof or stream.unused_data):
        raise ValueError("a block does not end where it should")
    return found


def define(schema: Any, names: dict[str, Any], levels: int) -> None:
    """Enters the named types of a schema; raises ValueError where it is nested too deep."""
    if levels == 0:
        raise ValueError("a schema nested too deep")
    if isinstance(schema, list):
        for one in schema:
            define(one, names, levels - 1)
    elif isinstance(schema, dict):
        if "name" in schema:
            names[schema["name"]] = names[f"{schema.get('namespace', '')}.{schema['name']}"] = schema
        for one in (schema.get("items"), schema.get("values"), schema["type"]):
            if isinstance(one, (list, dict)):
                define(one, names, levels - 1)
        for inner in schema.get("fields", ()):
            define(inner["type"], names, levels - 1)


class Reader:
    """Values in Avro's binary encoding."""

    def __init__(self, data: bytes, at: int) -> None:
        self.data, self.at = data, at

    def take(self, size: int) -> bytes:
        """The next bytes; raises ValueError where there are less."""
        found = self.data[self.at : self.at + size]
        if size < 0 or len(found) < size:
            raise ValueError("cut off")
        self.at += size
        return found

    def long(self) -> int:
        """A number of seven bits a byte, the lowest first, its sign in the lowest bit."""
        value = shift = 0
        while True:
            byte = self.take(1)[0]
            value |= (byte & 127) << shift
            shift += 7
            if byte < 128:
                return (value >> 1) ^ -(value & 1)
            if shift > 63:
                raise ValueError("a number without end")

    def value(self, schema: Any, names: dict[str, Any], levels: int) -> Any:  # noqa: C901, PLR0911, PLR0912
        """A value of a schema; raises ValueError and LookupError."""
        if levels == 0:
            raise ValueError("nested too deep")
        if isinstance(schema, list):
            at = self.long()
            if at < 0:
                raise ValueError("no branch of the union")
            return self.value(schema[at], names, levels - 1)
        kind = schema["type"] if isinstance(schema, dict) else schema
        if isinstance(kind, (list, dict)):
            return self.value(kind, names, levels - 1)
        if kind == "null":
            return None
        if kind == "boolean":
            return bool(self.take(1)[0])
        if kind in ("int", "long"):
            return self.long()
        if kind == "float":
            return struct.unpack("<f", self.take(4))[0]
        if kind == "double":
            return struct.unpack("<d", self.take(8))[0]
        if kind in ("bytes", "string"):
            return self.take(self.long())
        if kind == "fixed":
            return self.take(schema["size"])
        if kind == "enum":
            return str(schema["symbols"][self.long()]).encode()
        if kind in ("record", "error"):
            return tuple(
                (str(one["name"]).encode(), self.value(one["type"], names, levels - 1))
                for one in schema["fields"]
            )
        if kind in ("array", "map"):
            return self.blocks(schema, names, levels - 1, named=kind == "map")
        return self.value(names[kind], names, levels - 1)

    def blocks(self, schema: Any, names: dict[str, Any], levels: int, *, named: bool) -> Any:
        """Items of an array or pairs of a map, block after block."""
        inner = schema["values" if named else "items"]
        items: list[Any] = []
        while count := self.long():
            if count < 0:
                self.long()
            if abs(count) > len(self.data):
                raise ValueError("more items than bytes")
            for _ in range(abs(count)):
                key = self.take(self.long()) if named else b""
                value = self.value(inner, names, levels)
                items.append((key, value) if named else value)
        return tuple(items) if named else items
