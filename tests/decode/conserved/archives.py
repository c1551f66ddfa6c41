"""Archives, framed streams and documents with tokens in headers, names, values, comments and behind ends."""

from __future__ import annotations

import bz2
import json
import lzma
import struct
import zlib
from collections.abc import Callable
from typing import Any

from tests.decode.conservation import Case, Tokens
from tests.detect.encoders import crc32c, raw_deflate, snappy, varint


def _value(tokens: Tokens) -> bytes:
    return tokens.bytes() + b" " + tokens.bytes()


def _streams(name: str, compress: Callable[[bytes], bytes]) -> tuple[Callable[[Tokens], Case], ...]:
    def whole(tokens: Tokens) -> Case:
        count = tokens.count()
        data = b"".join([compress(_value(tokens)) for _ in range(count)])
        if count > 1:
            tokens.expect(f"{name}[]", b"%d" % count)
        if tokens.coin():
            begins = compress(b"")[: tokens.count(3, 6)] if tokens.coin() else b""
            rest = begins + tokens.bytes()
            tokens.expect(f"{name}:rest", rest)
            data += rest
        return tokens.case(data)

    def cut(tokens: Tokens) -> Case:
        data = compress(_value(tokens))
        last = compress(b"the last of them, cut off")
        return tokens.case(data + last[:-2], refused=True)

    return whole, cut


def lzma_alone(tokens: Tokens) -> Case:
    rest = tokens.bytes()
    tokens.expect("lzma:rest", rest)
    filters = [{"id": lzma.FILTER_LZMA1, "dict_size": tokens.draw_one((1 << 20, 3 << 18))}]
    return tokens.case(lzma.compress(_value(tokens), lzma.FORMAT_ALONE, filters=filters) + rest)


def xz_damaged(tokens: Tokens) -> Case:
    """What the first stream, and the second up to its damage, hold."""
    data = bytearray(lzma.compress(tokens.bytes() + bytes(range(256)) * 30, preset=0))
    data[-40] ^= 0x55
    return tokens.case(lzma.compress(tokens.bytes()) + bytes(data), refused=True)


def snappy_whole(tokens: Tokens) -> Case:
    """Literals with short and long lengths, copies of all three kinds, one of them over its own end."""
    value = _value(tokens)
    filler = tokens.bytes() + b"." * 70
    elements = [
        (bytes([(len(value) - 1) << 2]) + value, value),
        (b"\xf0" + bytes([len(filler) - 1]) + filler, filler),
        (b"\xf4" + (len(filler) - 1).to_bytes(2, "little") + filler, filler),
        (bytes([1 | 3 << 2, 1]), b"." * 7),
        (bytes([2 | 9 << 2, 3, 0]), b"." * 10),
        (bytes([3 | 9 << 2, 4, 0, 0, 0]), b"." * 10),
        (bytes([(len(value) - 1) << 2]) + value[::-1], value[::-1]),
    ]
    plain = b"".join(text for _, text in elements)
    tokens.whole.append(plain)
    return tokens.case(varint(len(plain)) + b"".join(data for data, _ in elements))


def _chunk(kind: int, data: bytes) -> bytes:
    return bytes([kind]) + len(data).to_bytes(3, "little") + data


def _packed_chunk(value: bytes) -> bytes:
    return _chunk(0, crc32c(value + b" " + value[:4]).to_bytes(4, "little") + snappy(value))


_SNAPPY = b"\xff\x06\0\0sNaPpY"


def snappy_framed(tokens: Tokens) -> Case:
    data = _SNAPPY
    for _ in range(tokens.count()):
        plain = _value(tokens)
        data += _packed_chunk(_value(tokens)) + _chunk(1, crc32c(plain).to_bytes(4, "little") + plain)
        kind = tokens.count(0x80, 0xFE)
        tokens.whole.append(b"%d" % kind)
        data += _chunk(kind, tokens.bytes()) + _SNAPPY
    return tokens.case(data + _chunk(0xFE, bytes(9)))


def snappy_refused(tokens: Tokens) -> Case:
    data = _SNAPPY + _packed_chunk(_value(tokens)) + _chunk(0x81, tokens.bytes())
    odd = tokens.bytes()
    last = tokens.draw_one(
        (
            _chunk(0x33, odd),
            _chunk(1, b"CCCC" + odd),
            _chunk(0, b"CCCC" + odd),
            _chunk(0xFF, odd),
            _chunk(0x90, odd + b"cut")[:-2],
        )
    )
    return tokens.case(data + last, refused=True)


def _element(kind: int, name: bytes, content: bytes) -> bytes:
    return bytes([kind]) + name + b"\0" + content


def _document(*elements: bytes) -> bytes:
    inner = b"".join(elements) + b"\0"
    return struct.pack("<i", len(inner) + 4) + inner


def _text(text: bytes) -> bytes:
    return struct.pack("<i", len(text) + 1) + text + b"\0"


def _bson(tokens: Tokens) -> bytes:
    real = tokens.draw_one((0.5, -3.75))
    tokens.whole += [repr(real).encode(), b"true", b"false", b"null", b"undefined", b"minkey", b"maxkey"]
    blob, old = tokens.bytes(), tokens.bytes()
    subtype = tokens.count(1, 255)
    tokens.whole.append(b"%d" % subtype)
    fixed = [tokens.bytes(12)[:size].ljust(size, b"z") for size in (12, 16)]
    for place, size in ((-2, 12), (-1, 16)):
        tokens.inside[place] = tokens.inside[place][:size]
    scope = _document(_element(2, tokens.bytes(), _text(tokens.bytes())))
    code = _text(tokens.bytes()) + scope
    items = [tokens.bytes() for _ in range(3)]
    array = _document(*[_element(2, b"%d" % n, _text(item)) for n, item in enumerate(items)])
    loose = _document(_element(2, b"7", _text(tokens.bytes())), _element(2, b"1", _text(tokens.bytes())))
    tokens.whole += [b"7", b"3"]
    pointer = tokens.bytes()
    return _document(
        _element(1, tokens.bytes(), struct.pack("<d", real)),
        _element(2, tokens.bytes(), _text(tokens.bytes())),
        _element(3, tokens.bytes(), _document(_element(2, tokens.bytes(), _text(tokens.bytes())))),
        _element(4, tokens.bytes(), array),
        _element(4, tokens.bytes(), loose),
        _element(5, tokens.bytes(), struct.pack("<i", len(blob)) + b"\0" + blob),
        _element(5, tokens.bytes(), struct.pack("<i", len(old)) + bytes([subtype]) + old),
        _element(6, tokens.bytes(), b""),
        _element(7, tokens.bytes(), fixed[0]),
        _element(8, tokens.bytes(), b"\1"),
        _element(8, tokens.bytes(), b"\0"),
        _element(9, tokens.bytes(), struct.pack("<q", tokens.number())),
        _element(0x0A, tokens.bytes(), b""),
        _element(0x0B, tokens.bytes(), tokens.bytes() + b"\0" + tokens.bytes() + b"\0"),
        _element(0x0C, tokens.bytes(), struct.pack("<i", len(pointer) + 1) + pointer + b"\0" + b"o" * 12),
        _element(0x0D, tokens.bytes(), _text(tokens.bytes())),
        _element(0x0F, tokens.bytes(), struct.pack("<i", len(code) + 4) + code),
        _element(0x10, tokens.bytes(), struct.pack("<i", tokens.number())),
        _element(0x11, tokens.bytes(), b"timestmp"),
        _element(0x12, tokens.bytes(), struct.pack("<q", tokens.number(-(2**63), 2**63 - 1))),
        _element(0x13, tokens.bytes(), fixed[1]),
        _element(0xFF, tokens.bytes(), b""),
        _element(0x7F, tokens.bytes(), b""),
    )


def bson_whole(tokens: Tokens) -> Case:
    count = tokens.count(1, 2)
    data = b"".join([_bson(tokens) for _ in range(count)])
    if count > 1:
        tokens.expect("bson:[]", b"%d" % count)
    return tokens.case(data)


def _smile_varint(number: int) -> bytes:
    out = [0x80 | number & 63]
    number >>= 6
    while number:
        out.append(number & 127)
        number >>= 7
    return bytes(reversed(out))


def _zigzag(number: int) -> bytes:
    return _smile_varint(number << 1 if number >= 0 else (-number << 1) - 1)


def _sevens(data: bytes) -> bytes:
    bits = "".join(f"{byte:08b}" for byte in data)
    groups = [bits[at : at + 7] for at in range(0, len(bits), 7)]
    return _smile_varint(len(data)) + bytes(int(group, 2) for group in groups)


def _short(text: bytes) -> bytes:
    return bytes([0x40 + len(text) - 1]) + text


def _smile_name(name: bytes) -> bytes:
    return bytes([0x80 + len(name) - 1]) + name


def _real(form: str, size: int, number: float) -> bytes:
    bits = int.from_bytes(struct.pack(form, number), "big")
    return bytes(bits >> 7 * at & 127 for at in reversed(range(size)))


def smile_whole(tokens: Tokens) -> Case:
    wide = ("é" * 3 + tokens.text()).encode()
    large = tokens.number(2**70, 2**71)
    scale = tokens.count(1, 9)
    tokens.whole += [b"0.5", b"-3.75", b"true", b"false", b"null", b"-7", b"%de-%d" % (12345678901, scale)]
    shared, name = tokens.bytes(), tokens.bytes()
    pieces = [
        _short(shared),
        b"\x01",
        b"\x20",
        b"\x21\x22\x23\xcd",
        b"\x24" + _zigzag(tokens.number(-(2**31), 2**31 - 1)),
        b"\x25" + _zigzag(tokens.number(-(2**63), 2**63 - 1)),
        b"\x26" + _sevens(large.to_bytes(9, "big")),
        b"\x28" + _real(">f", 5, 0.5),
        b"\x29" + _real(">d", 10, -3.75),
        b"\x2a" + _zigzag(scale) + _sevens((12345678901).to_bytes(5, "big")),
        bytes([0x80 + len(wide) - 2]) + wide,
        bytes([0x60 + 40 - 33]) + tokens.bytes().ljust(40, b"."),
        b"\xe0" + tokens.bytes() + b"\xfc",
        b"\xe4" + tokens.bytes() + b"\xfc",
        b"\xe8" + _sevens(tokens.bytes()),
        b"\xfd" + _smile_varint(len(raw := tokens.bytes())) + raw,
        b"\xfa" + _smile_name(name) + _short(tokens.bytes()) + b"\x34" + tokens.bytes() + b"\xfc\x21\xfb",
        b"\xfa\x40" + _short(tokens.bytes()) + b"\x20" + _short(tokens.bytes()) + b"\xfb",
        b"\xf8" + _short(tokens.bytes()) + _short(tokens.bytes()) + b"\xf9",
    ]
    data = b":)\n\x03" + b"\xf8" + b"".join(pieces) + b"\xf9"
    tokens.expect("smile:[]", b"22")
    tokens.expect("smile:[1]", shared)
    if tokens.coin():
        tokens.parts.clear()
        data += b":)\n\x01" + _short(tokens.bytes())
        tokens.expect("smile:[]", b"2")
    if tokens.coin():
        rest = tokens.bytes()
        tokens.expect("smile:rest", rest)
        data += b"\xff" + rest
    return tokens.case(data)


def smile_many(tokens: Tokens) -> Case:
    """More shared names than one byte refers to."""
    names = [tokens.bytes(12) for _ in range(70)]
    first = b"".join(_smile_name(name) + b"\x21" for name in names)
    again = b"\xfa\x30\x45\x23\xfb"
    tokens.expect("smile:[1]." + names[69].decode(), b"true")
    return tokens.case(b":)\n\x01\xf8\xfa" + first + b"\xfb" + again + b"\xf9")


def smile_cut(tokens: Tokens) -> Case:
    head = b":)\n\x01\xf8" + _short(tokens.bytes()) + b"\xe0" + tokens.bytes() + b"\xfc"
    odd = tokens.draw_one((b"\x28\x7f\x7f\x7f\x7f\x7f", b"\x28\x80\0\0\0\0", b"\xe8\x81\x01\x7f", b"\x3f"))
    return tokens.case(head + odd + tokens.bytes(), refused=True)


def _long(number: int) -> bytes:
    return varint(number << 1 if number >= 0 else (-number << 1) - 1)


def _sized(data: bytes) -> bytes:
    return _long(len(data)) + data


_INNER = {"name": "inner", "type": "string"}
_FIELDS: list[dict[str, Any]] = [
    {"name": "text", "type": "string"},
    {"name": "number", "type": "long"},
    {"name": "real", "type": "double"},
    {"name": "small", "type": "float"},
    {"name": "flag", "type": "boolean"},
    {"name": "nothing", "type": "null"},
    {"name": "blob", "type": {"type": "fixed", "name": "F", "namespace": "n", "size": 10}},
    {"name": "again", "type": "n.F"},
    {"name": "kind", "type": {"type": "enum", "name": "K", "symbols": ["one", "other"]}},
    {"name": "either", "type": ["null", "bytes", {"type": "record", "name": "R", "fields": []}]},
    {"name": "union", "type": ["null", {"type": "record", "name": "U", "fields": [_INNER]}]},
    {"name": "of-union", "type": "U"},
    {
        "name": "items",
        "type": {"type": "array", "items": {"type": "record", "name": "I", "fields": [_INNER]}},
    },
    {"name": "of-items", "type": "I"},
    {"name": "list", "type": {"type": "array", "items": "string"}},
    {"name": "map", "type": {"type": "map", "values": "int"}},
]


def _record(tokens: Tokens) -> bytes:
    blobs = [tokens.bytes(10)[:10], tokens.bytes(10)[:10]]
    tokens.inside[-2:] = blobs
    tokens.whole += [b"0.5", b"-3.75", b"true", b"null", b"other"]
    counted = tokens.bytes()
    items = _long(2) + _sized(tokens.bytes()) + _sized(tokens.bytes())
    items += _long(-1) + _long(len(counted) + 1) + _sized(counted) + b"\0"
    pairs = _long(1) + _sized(tokens.bytes()) + _long(tokens.number(-(2**31), 2**31 - 1)) + b"\0"
    return (
        _sized(tokens.bytes())
        + _long(tokens.number(-(2**63), 2**63 - 1))
        + struct.pack("<df", 0.5, -3.75)
        + b"\1"
        + b"".join(blobs)
        + _long(1)
        + _long(1)
        + _sized(tokens.bytes())
        + _long(1)
        + _sized(tokens.bytes())
        + _sized(tokens.bytes())
        + (_long(1) + _sized(tokens.bytes()) + b"\0")
        + _sized(tokens.bytes())
        + items
        + pairs
    )


def _squeezed(codec: str, block: bytes) -> bytes:
    if codec == "snappy":
        length = len(block) - 1
        literal = b"\xf4" + length.to_bytes(2, "little") + block
        return varint(len(block)) + literal + zlib.crc32(block).to_bytes(4, "big")
    return {"deflate": raw_deflate, "bzip2": bz2.compress, "xz": lzma.compress, "null": bytes}[codec](block)


def _avro_head(tokens: Tokens, codec: str) -> tuple[bytes, bytes]:
    schema = json.dumps({"type": "record", "name": "E", "doc": tokens.text(), "fields": _FIELDS}).encode()
    twice = tokens.bytes()
    metadata = ((b"avro.schema", schema), (b"avro.codec", codec.encode()))
    head = b"Obj\x01" + _long(2) + b"".join(_sized(key) + _sized(value) for key, value in metadata)
    head += _long(2) + _sized(twice) + _sized(tokens.bytes()) + _sized(twice) + _sized(tokens.bytes())
    sync = tokens.bytes().ljust(16, b"s")[:16]
    tokens.inside[-1] = tokens.inside[-1][:16]
    return head + b"\0" + sync, sync


def avro_whole(tokens: Tokens) -> Case:
    codec = tokens.draw_one(("null", "deflate", "snappy", "bzip2", "xz"))
    data, sync = _avro_head(tokens, codec)
    blocks = tokens.count(1, 2)
    for _ in range(blocks):
        block = _squeezed(codec, _record(tokens) + _record(tokens))
        data += _long(2) + _sized(block) + sync
    tokens.expect("avro[]", b"%d" % (2 * blocks))
    return tokens.case(data)


def avro_refused(tokens: Tokens) -> Case:
    """A block holds more than its records, more than its stream, or ends in another sign."""
    codec = tokens.draw_one(("null", "deflate", "bzip2"))
    data, sync = _avro_head(tokens, codec)
    block = _squeezed(codec, _record(tokens) + tokens.bytes())
    where = tokens.count(1, 3)
    if where == 2:
        block = _squeezed(codec, b"another codec than this")
        tokens.inside[-1:] = []
        block += tokens.bytes()
        data += _long(1) + _sized(block) + sync
        del tokens.inside[4:-1]
        tokens.whole.clear()
        return tokens.case(data, refused=True)
    if where == 3:
        sync = tokens.bytes().ljust(16, b"t")[:16]
        tokens.inside[-1] = tokens.inside[-1][:16]
    return tokens.case(data + _long(1) + _sized(block) + sync + tokens.bytes(), refused=True)


def _u(number: int, width: int = 2) -> bytes:
    return number.to_bytes(width, "little")


def _extra(tokens: Tokens) -> bytes:
    kind = tokens.number(0x8000, 0xFFFF)
    field = tokens.bytes()
    time = tokens.bytes()
    tokens.inside[-1] = time.hex().encode()
    loose = tokens.bytes()[:3] if tokens.coin() else b""
    if loose:
        tokens.inside[-1] = loose
    return _u(kind) + _u(len(field)) + field + _u(0x5455) + _u(len(time)) + time + loose


def _zip(tokens: Tokens, *, directory: bool = True) -> bytes:
    out, central = b"", b""
    count = tokens.count(1, 3)
    for _ in range(count):
        method = tokens.draw_one((0, 8, 12, 14))
        name, content = tokens.bytes(), _value(tokens)
        packed = _pack(method, content)
        streamed = method == 8 and tokens.coin()
        trailing = b"" if streamed or method == 0 else tokens.bytes()
        if method == 14:
            trailing = b""
            tokens.inside.pop()
        version, time = tokens.number(1000, 65535), tokens.number(2**20, 2**32 - 1)
        flags = (8 if streamed else 0) | 0x800
        sizes = _u(len(packed + trailing), 4) + _u(len(content), 4)
        told = bytes(12) if streamed else _u(zlib.crc32(content), 4) + sizes
        if tokens.coin():
            told = told[:8] + _u(tokens.number(1000, 2**32 - 2), 4)
        extra = _extra(tokens)
        head = _u(version) + _u(flags) + _u(method) + _u(time, 4) + told + _u(len(name)) + _u(len(extra))
        offset = len(out)
        out += b"PK\x03\x04" + head + name + extra + packed + trailing
        if streamed:
            behind = _u(tokens.number(1000, 2**31), 4) + _u(tokens.number(1000, 2**31), 4)
            out += b"PK\x07\x08" + _u(zlib.crc32(content), 4) + (behind if tokens.coin() else 2 * behind[4:])
            tokens.whole[-2:] = []
            tokens.whole.append(b"%d" % int.from_bytes(behind[4:], "little"))
        if not directory:
            continue
        more, comment = _extra(tokens), tokens.bytes()
        other = tokens.bytes() if tokens.coin() else name
        again = tokens.number(2**20, 2**32 - 1)
        central += (
            b"PK\x01\x02"
            + _u(tokens.number(1000, 65535))
            + _u(tokens.number(1000, 65535))
            + _u(tokens.number(1000, 65535))
            + _u(method)
            + _u(again, 4)
            + _u(zlib.crc32(content), 4)
            + sizes
            + _u(len(other))
            + _u(len(more))
            + _u(len(comment))
            + _u(tokens.number(1000, 65535))
            + _u(tokens.number(1000, 65535))
            + _u(tokens.number(1000, 2**32 - 1), 4)
            + _u(offset, 4)
            + other
            + more
            + comment
        )
    if not directory:
        return out
    if tokens.coin():
        sector = tokens.bytes()
        tokens.inside[-1] = sector.hex().encode()
        central += b"PK\x06\x06" + _u(44 + len(sector), 8) + bytes(44) + sector
        central += b"PK\x06\x07" + bytes(16)
    comment = tokens.bytes()
    disks = _u(tokens.number(1000, 65000)) + _u(tokens.number(1000, 65000))
    counts = _u(tokens.number(1000, 65000)) + _u(tokens.number(1000, 65000))
    places = _u(tokens.number(2**20, 2**31), 4) + _u(tokens.number(2**20, 2**31), 4)
    return out + central + b"PK\x05\x06" + disks + counts + places + _u(len(comment)) + comment


def _pack(method: int, content: bytes) -> bytes:
    if method == 8:
        return raw_deflate(content)
    if method == 12:
        return bz2.compress(content)
    if method == 14:
        alone = lzma.compress(content, lzma.FORMAT_ALONE)
        return b"\x09\x04\x05\x00" + alone[:5] + alone[13:]
    return content


def zip_whole(tokens: Tokens) -> Case:
    data = _zip(tokens)
    if tokens.coin():
        rest = tokens.bytes()
        tokens.expect("zip:rest", rest)
        data += rest
    return tokens.case(data)


def zip_refused(tokens: Tokens) -> Case:
    """A member that does not read stands between others: cut off, damaged, encrypted, of another method."""
    data = _zip(tokens, directory=False)
    name, content = tokens.bytes(), tokens.bytes()
    flags, method, checksum = tokens.draw_one(((1, 0, 0), (0, 99, 0), (0, 0, 7), (0, 12, 0), (0, 14, 0)))
    head = _u(20) + _u(flags) + _u(method) + bytes(4) + _u(checksum, 4) + 2 * _u(len(content), 4)
    data += b"PK\x03\x04" + head + _u(len(name)) + _u(0) + name + content
    return tokens.case(data + _zip(tokens), refused=True)


WRITERS: dict[str, tuple[Callable[[Tokens], Case], ...]] = {
    "avro_file": (avro_whole, avro_refused),
    "bson_body": (bson_whole,),
    "bzip2_stream": _streams("bzip2", bz2.compress),
    "smile_body": (smile_whole, smile_many, smile_cut),
    "snappy_block": (snappy_whole,),
    "snappy_frame": (snappy_framed, snappy_refused),
    "xz_stream": (*_streams("xz", lzma.compress), lzma_alone, xz_damaged),
    "zip_archive": (zip_whole, zip_refused),
}
