"""Binary values with tokens in names, values, tags, extensions and objects that nothing refers to."""

from __future__ import annotations

import struct
from typing import Any

import cbor2
import msgpack

from tests.decode.conservation import Case, Tokens


def _value(tokens: Tokens, step: str) -> Any:
    """Nested lists and maps with every sort of value that both formats have."""
    number = tokens.draw_one((1.5, -0.25, 2.0**70))
    tokens.whole += [repr(number).encode(), b"true", b"false", b"null"]
    empty = tokens.text()
    tokens.expect(f"{step}.{empty}{{}}", b"0")
    return {
        tokens.text(): [tokens.text(), tokens.bytes(), tokens.number(-(2**63), 2**63 - 1), number],
        tokens.bytes(): {tokens.number(): tokens.text(), tokens.text(): None},
        tokens.text(40): [],
        tokens.text(): [True, False, [[tokens.text(300)]]],
        empty: {},
    }


def msgpack_whole(tokens: Tokens) -> Case:
    tokens.expect("msgpack:[]", b"6")
    nan = b"\xcb\x7f\xf8" + tokens.bytes(11)[:6]
    tokens.inside[-1] = nan[3:]
    seconds, nanoseconds = tokens.count(2**33, 2**34 - 1), tokens.count(0, 10**9)
    tokens.whole += [f"{seconds}+{nanoseconds}".encode(), f"-5+{nanoseconds}".encode()]
    odd = tokens.bytes() + b" of no time"
    times = b"".join(
        [
            b"\x94\xd7\xff" + (nanoseconds << 34 | seconds).to_bytes(8, "big"),
            b"\xc7\x0c\xff" + nanoseconds.to_bytes(4, "big") + (-5).to_bytes(8, "big", signed=True),
            b"\xd6\xff" + tokens.number(2**31, 2**32 - 1).to_bytes(4, "big"),
            b"\xc7" + bytes([len(odd)]) + b"\xff" + odd,
        ]
    )
    pieces = [
        msgpack.packb(_value(tokens, "msgpack:[0]")),
        msgpack.packb(msgpack.ExtType(tokens.number(50, 127), tokens.bytes(tokens.count(9, 300)))),
        times,
        msgpack.packb([tokens.text() for _ in range(20)])
        + msgpack.packb({tokens.text(): n for n in range(20)}),
        nan,
    ]
    return tokens.case(b"\x96" + b"".join(pieces))


def cbor_whole(tokens: Tokens) -> Case:
    tokens.expect("cbor:[]", b"8")
    nan = b"\xfb\x7f\xf8" + tokens.bytes(11)[:6]
    tokens.inside[-1] = nan[3:]
    tag, simple = tokens.number(100, 2**40), tokens.count(32, 255)
    tokens.whole += [f"simple({simple})".encode(), b"simple(7)", b"undefined"]
    first, second = tokens.bytes(), tokens.bytes()
    chunks = b"\x5f" + bytes([0x40 + len(first)]) + first + bytes([0x40 + len(second)]) + second + b"\xff"
    tokens.whole.append(first + second)
    pieces = [
        cbor2.dumps(_value(tokens, "cbor:[0]")),
        cbor2.dumps(cbor2.CBORTag(tag, {tokens.text(): (tokens.text(), tokens.text())})),
        b"\xa1" + cbor2.dumps([tokens.text()]) + cbor2.dumps(tokens.text()),
        b"\x83\xe7\xf7\xf8" + bytes([simple]),
        chunks,
        b"\xbf" + cbor2.dumps(tokens.text()) + cbor2.dumps(tokens.text()) + b"\xff",
        b"\x9f" + cbor2.dumps(tokens.text()) + cbor2.dumps(-tokens.count(1, 9)) + b"\xff",
        nan,
    ]
    data = b"\x88" + b"".join(pieces)
    if tokens.coin():
        data = b"\xd9\xd9\xf7" + data
        tokens.whole.append(b"55799")
    return tokens.case(data)


def _varint(number: int) -> bytes:
    out = b""
    while number > 127:
        out += bytes([number & 127 | 128])
        number >>= 7
    return out + bytes([number])


def _field(number: int, wire: int, content: bytes) -> bytes:
    size = _varint(len(content)) if wire == 2 else b""
    return _varint(number << 3 | wire) + size + content


def protobuf_whole(tokens: Tokens) -> Case:
    eight = tokens.draw_one((b"\x80\x99\xf0\xff\xfe\x01\x02\x03", b"12345678"))
    tokens.whole += [eight, str(struct.unpack("<q", eight)[0]).encode()]
    four = tokens.number(2**20, 2**31 - 1)
    number = tokens.number(1000, 4096)
    numbers = [tokens.number(200, 2**32 - 1) for _ in range(tokens.count(2, 5))]
    tokens.whole.append(b"207")
    inner = _field(1, 2, tokens.bytes()) + _field(7, 0, _varint(tokens.number(0, 2**64 - 1)))
    inner += _field(3, 2, _field(tokens.number(100, 200), 2, tokens.bytes()) + _field(9, 0, b"\1"))
    opaque = b"\xff\xfe\x00" + tokens.bytes()
    data = (
        _field(1, 2, tokens.bytes())
        + _field(2, 0, _varint(tokens.number(0, 2**64 - 1)))
        + _field(3, 1, eight)
        + _field(4, 5, struct.pack("<I", four))
        + _field(5, 2, inner)
        + _field(6, 2, b"".join(map(_varint, [207, *numbers])))
        + _field(number, 2, opaque)
        + _field(8, 2, b"\n" + tokens.bytes())
        + _field(9, 2, b"")
    )
    repeated = tokens.count(1, 3)
    data += b"".join(_field(10, 2, tokens.bytes()) for _ in range(repeated))
    if repeated > 1:
        tokens.expect("protobuf:10[]", b"%d" % repeated)
    tokens.expect(f"protobuf:{{{number}}}", b"%d" % number)
    if tokens.coin():
        data = b"\0" + len(data).to_bytes(4, "big") + data
    return tokens.case(data)


def protobuf_counted(tokens: Tokens) -> Case:
    """No text but something compressed; a list of numbers that may be a message; lengths are structure."""
    listed = [8, tokens.count(1, 100), 16, tokens.count(1, 100)]
    for number, value in enumerate(listed):
        tokens.expect(f"protobuf:2[{number}]", b"%d" % value)
    inner = _field(1, 0, b"\x05") + _field(2, 2, b"\xff\xfe")
    pieces = [b"\x1f\x8b" + tokens.bytes() + b"behind it", b"".join(map(_varint, listed)), inner]
    data = b"".join(_field(number, 2, piece) for number, piece in enumerate(pieces, 1))
    return tokens.case(data, books=(len(data) - 4, 4))


def _marker(kind: int, size: int) -> bytes:
    if size < 15:
        return bytes([kind << 4 | size])
    return bytes([kind << 4 | 15, 0x11]) + size.to_bytes(2, "big")


class _List:
    """A binary property list, written object by object."""

    def __init__(self) -> None:
        self.data = b"bplist00"
        self.offsets: list[int] = []

    def add(self, data: bytes) -> int:
        self.offsets.append(len(self.data))
        self.data += data
        return len(self.offsets) - 1

    def text(self, text: bytes) -> int:
        return self.add(_marker(5, len(text)) + text)

    def many(self, kind: int, refs: list[int]) -> int:
        size = len(refs) // 2 if kind == 13 else len(refs)
        return self.add(_marker(kind, size) + bytes(refs))

    def end(self, top: int, unused: bytes) -> bytes:
        table = len(self.data)
        data = self.data + b"".join(offset.to_bytes(2, "big") for offset in self.offsets)
        return data + unused + struct.pack(">BBQQQ", 2, 1, len(self.offsets), top, table)


def plist_whole(tokens: Tokens) -> Case:
    out = _List()
    real = tokens.draw_one((0.5, -3.75))
    tokens.whole += [repr(real).encode(), b"true", b"false", b"null"]
    wide = tokens.text()
    values = [
        out.add(b"\x11" + tokens.number(2**14, 2**16 - 1).to_bytes(2, "big")),
        out.add(b"\x13" + tokens.number(-(2**63), 2**63 - 1).to_bytes(8, "big", signed=True)),
        out.add(b"\x23" + struct.pack(">d", real)),
        out.add(b"\x33" + struct.pack(">d", 5.5)),
        out.add(_marker(4, len(blob := tokens.bytes())) + blob),
        out.add(_marker(6, len(wide)) + wide.encode("utf-16-be")),
        out.add(b"\x82" + tokens.number(2**16, 2**24 - 1).to_bytes(3, "big")),
        out.add(b"\x09"),
        out.add(b"\x08"),
        out.add(b"\x00"),
    ]
    tokens.whole.append(b"5.5")
    out.data += tokens.bytes()
    listed = out.many(10, values)
    tokens.expect("plist:list[]", b"%d" % len(values))
    tokens.expect("plist:list[7]", b"true")
    name = tokens.text(15)
    tokens.expect(f"plist:{{{name}}}", name.encode())
    texts = [out.text(text) for text in (b"list", name.encode(), tokens.bytes(), tokens.bytes())]
    one, other = tokens.bytes(15), tokens.bytes(60)
    lonely = out.many(12, [out.text(one), out.text(other)])
    tokens.expect(f"plist:unreferenced[{lonely - 1}]", other)
    inner = out.many(13, [texts[2], texts[3]])
    top = out.many(13, [texts[0], texts[1], listed, inner])
    return tokens.case(out.end(top, bytes(6)))


def plist_trailer(tokens: Tokens) -> Case:
    """Something stands in the bytes of the trailer that mean nothing."""
    out = _List()
    hidden = tokens.draw_one((b"abcdef", b"\0zyxwv"))
    tokens.inside.append(hidden.strip(b"\0"))
    return tokens.case(out.end(out.text(tokens.bytes()), hidden))


WRITERS = {
    "msgpack_body": (msgpack_whole,),
    "cbor_body": (cbor_whole,),
    "protobuf_body": (protobuf_whole, protobuf_counted),
    "plist_binary": (plist_whole, plist_trailer),
}
