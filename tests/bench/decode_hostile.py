"""Messages that were made to hang a decoder: each must become a gap within 0.5 s and 100 MB."""

from __future__ import annotations

import base64
import gzip
import zlib
from collections.abc import Callable

import brotli
import zstandard

MEGABYTE = 1 << 20


def _gzip_bomb() -> bytes:
    return gzip.compress(bytes(200 * MEGABYTE), 9, mtime=0)


def _nested_gzip() -> bytes:
    data = bytes(20 * MEGABYTE)
    for _ in range(12):
        data = gzip.compress(data, 9, mtime=0)
    return data


def _laughs() -> bytes:
    lines = ['<!ENTITY l0 "lol">']
    lines += [f'<!ENTITY l{n} "{f"&l{n - 1};" * 10}">' for n in range(1, 10)]
    return f"<?xml version='1.0'?><!DOCTYPE z [{''.join(lines)}]><z>&l9;</z>".encode()


def _varint(number: int) -> bytes:
    out = b""
    while number > 127:
        out += bytes([number & 127 | 128])
        number >>= 7
    return out + bytes([number])


def _deep_protobuf() -> bytes:
    data = b"\x0a\x05hello"
    for _ in range(2_000):
        data = b"\x12" + _varint(len(data)) + data
    return data


def _onion() -> bytes:
    data = b"the core of it all"
    for _ in range(40):
        data = base64.b64encode(data)
        if len(data) > 3 * MEGABYTE:
            break
    return data


HOSTILE: dict[str, Callable[[], bytes]] = {
    "gzip bomb, 200 MB": _gzip_bomb,
    "gzip in gzip, 12 times": _nested_gzip,
    "base64 of a gzip bomb": lambda: base64.b64encode(_gzip_bomb()),
    "zlib bomb": lambda: zlib.compress(bytes(200 * MEGABYTE), 9),
    "brotli bomb": lambda: brotli.compress(bytes(200 * MEGABYTE), quality=5),
    "zstd bomb": lambda: zstandard.compress(bytes(200 * MEGABYTE)),
    "billion laughs": _laughs,
    "XML 100,000 deep": lambda: b"<a>" * 100_000 + b"</a>" * 100_000,
    "XML of a million tags": lambda: b"<a>" + b"<b/>" * 1_000_000 + b"</a>",
    "JSON 100,000 deep": lambda: b"[" * 100_000 + b"]" * 100_000,
    "JSON objects 100,000 deep": lambda: b'{"a":' * 100_000 + b"1" + b"}" * 100_000,
    "JSON of two million numbers": lambda: b"[" + b"1," * 2_000_000 + b"1]",
    "JSON of escaped quotes": lambda: b'{"a":"' + b'\\"' * 2_000_000,
    "JSON of hex that may be deflate": lambda: (
        b'["' + b'","'.join(b"03%030x" % n for n in range(4_900)) + b'"]'
    ),
    "JSON of open brackets in a text": lambda: b'x{"' + b"[{" * 500_000,
    "NDJSON of a million lines": lambda: b"{}\n" * 1_000_000,
    "NDJSON whose lines do not read": lambda: b'{"a":1}\n{"b"\n' * 200_000,
    "protobuf that pretends to be long": lambda: b"\x0a\xff\xff\xff\xff\x0f" + b"a" * 100,
    "protobuf 2,000 deep": _deep_protobuf,
    "protobuf of a million fields": lambda: b"\x0a\x01a" * 1_000_000,
    "msgpack array of 4 billion": lambda: b"\xdd\xff\xff\xff\xff" + b"\x01" * 100,
    "msgpack of a million arrays": lambda: b"\xdd\x00\x0f\x42\x40" + b"\x90" * 1_000_000,
    "msgpack 100,000 deep": lambda: b"\x91" * 100_000 + b"\xa3abc",
    "CBOR 100,000 deep": lambda: b"\x81" * 100_000 + b"\x63abc",
    "CBOR of a million arrays": lambda: b"\x9f" + b"\x80" * 1_000_000 + b"\xff",
    "CBOR tag of a regex": lambda: b"\xd8\x23\x78\x20" + b"(a+)+$" * 5 + b"aa",
    "binary plist in a circle": lambda: (
        b"bplist00\xa1\x00\x08"
        + bytes(6)
        + b"\x01\x01"
        + (1).to_bytes(8, "big")
        + bytes(8)
        + (10).to_bytes(8, "big")
    ),
    "form of a million fields": lambda: b"a=1&" * 1_000_000,
    "percent signs": lambda: b"%25" * 1_000_000,
    "equals signs and a space": lambda: b"http://a?" + b"=" * 2_000_000 + b" %41",
    "address of a million question marks": lambda: b"http://a" + b"?=%41" * 400_000,
    "multipart of a million parts": lambda: b"--x\r\na: b\r\n\r\n" + b"c\r\n--x\r\n" * 400_000,
    "multipart boundary of spaces": lambda: b"--" + b" " * 2_000_000 + b":",
    "base64 forty times": _onion,
    "base64 stretches": lambda: b"!".join([b"QUFBQUFBQUFBQUFBQUFBQUFBQUFBQUFB"] * 60_000),
    "hex of everything": lambda: b"0123456789abcdef" * 250_000,
    "references": lambda: b"&amp;" * 800_000,
    "quoted-printable": lambda: b"=41" * 1_000_000,
    "JWT of dots": lambda: (
        b"eyJ" + b"a" * 1_000_000 + b"." + b"b" * 1_000_000 + b"." + b"c" * 1_000_000 + b"!"
    ),
    "noise": lambda: b"".join((n * 2654435761 % 2**32).to_bytes(4, "little") for n in range(MEGABYTE)),
    "zeros": lambda: bytes(8 * MEGABYTE),
    "letters": lambda: b"A" * 8 * MEGABYTE,
}
"""Name and maker of each message's body."""
