"""Compressed streams with tokens in their headers, contents, skippable frames and behind their ends."""

from __future__ import annotations

import zlib
from binascii import crc32

import brotli
import lz4.block
import lz4.frame
import zstandard

from tests.decode.conservation import Case, Tokens


def _raw(data: bytes) -> bytes:
    squeezer = zlib.compressobj(9, zlib.DEFLATED, -15)
    return squeezer.compress(data) + squeezer.flush()


def _gzip_member(tokens: Tokens) -> bytes:
    checked = tokens.coin()
    head = b"\x1f\x8b\x08" + bytes([4 | 8 | 16 | 2 * checked])
    head += tokens.number(2**24, 2**32 - 1).to_bytes(4, "little")
    effort, system = tokens.number(5, 255), tokens.number(1, 255)
    head += bytes([effort, system])
    extra = tokens.bytes()
    head += len(extra).to_bytes(2, "little") + extra
    head += tokens.bytes() + b"\0" + tokens.bytes() + b"\0"
    if checked:
        head += (crc32(head) & 0xFFFF).to_bytes(2, "little")
    content = tokens.bytes()
    return head + _raw(content) + crc32(content).to_bytes(4, "little") + len(content).to_bytes(4, "little")


def gzip_whole(tokens: Tokens) -> Case:
    count = tokens.count()
    data = b"".join([_gzip_member(tokens) for _ in range(count)])
    if count > 1:
        tokens.expect("gzip[]", b"%d" % count)
    rest = tokens.bytes() if tokens.coin() else b"\x1f\x8b" + tokens.bytes()
    tokens.expect("gzip:rest", rest)
    return tokens.case(data + rest)


def gzip_plain(tokens: Tokens) -> Case:
    content = tokens.bytes()
    tokens.expect("gzip", content)
    head = b"\x1f\x8b\x08" + bytes(7)
    data = head + _raw(content) + crc32(content).to_bytes(4, "little") + len(content).to_bytes(4, "little")
    return tokens.case(data)


def gzip_damaged(tokens: Tokens) -> Case:
    data = b"".join([_gzip_member(tokens) for _ in range(tokens.count())])
    return tokens.case(data[:-8] + bytes([data[-8] ^ 1]) + data[-7:], refused=True)


def gzip_cut(tokens: Tokens) -> Case:
    data = b"".join([_gzip_member(tokens) for _ in range(tokens.count())])
    return tokens.case(data[:-1], refused=True)


def gzip_broken(tokens: Tokens) -> Case:
    """The first block is stored and whole, the second of a type that does not exist."""
    content = tokens.bytes()
    size = len(content).to_bytes(2, "little")
    block = b"\0" + size + bytes(255 - byte for byte in size) + content
    return tokens.case(b"\x1f\x8b\x08" + bytes(7) + block + b"\xff" * 20, refused=True)


def zlib_whole(tokens: Tokens) -> Case:
    count = tokens.count()
    data = b"".join([zlib.compress(tokens.bytes(), 9) for _ in range(count)])
    if count > 1:
        tokens.expect("zlib[]", b"%d" % count)
    rest = tokens.bytes()
    tokens.expect("zlib:rest", rest)
    return tokens.case(data + rest)


def zlib_preset(tokens: Tokens) -> Case:
    known = b"words that both sides know"
    squeezer = zlib.compressobj(9, zlib.DEFLATED, 15, zdict=known)
    content = tokens.bytes() + known + tokens.bytes()
    data = squeezer.compress(content) + squeezer.flush()
    tokens.expect("zlib:dictionary", data[2:6])
    rest = tokens.bytes()
    tokens.expect("zlib:rest", rest)
    return tokens.case(data + rest, refused=True)


def zlib_damaged(tokens: Tokens) -> Case:
    data = zlib.compress(tokens.bytes()) + zlib.compress(tokens.bytes())
    return tokens.case(data[:-1] + bytes([data[-1] ^ 1]), refused=True)


def deflate_whole(tokens: Tokens) -> Case:
    return tokens.case(_raw(tokens.bytes()))


def brotli_whole(tokens: Tokens) -> Case:
    content = b" ".join([tokens.bytes() for _ in range(tokens.count(2, 4))])
    data = brotli.compress(content, quality=tokens.count(0, 5))
    if tokens.coin():
        rest = tokens.bytes(tokens.count(12, 30))
        tokens.expect("brotli:rest", rest)
        data += rest
    return tokens.case(data)


def brotli_cut(tokens: Tokens) -> Case:
    squeezer = brotli.Compressor()
    data = squeezer.process(tokens.bytes()) + squeezer.flush()
    return tokens.case(data, refused=True)


def _skippable(tokens: Tokens) -> bytes:
    content = tokens.bytes()
    which = tokens.count(0, 15)
    if which:
        tokens.whole.append(b"%d" % which)
    return bytes([0x50 + which]) + b"\x2a\x4d\x18" + len(content).to_bytes(4, "little") + content


def _zstd_frame(tokens: Tokens) -> bytes:
    return zstandard.ZstdCompressor(write_checksum=tokens.coin(), write_content_size=tokens.coin()).compress(
        tokens.bytes()
    )


def zstd_whole(tokens: Tokens) -> Case:
    count = tokens.count(1, 4)
    data = _skippable(tokens) if tokens.coin() else b""
    for _ in range(count):
        data += _zstd_frame(tokens) + (_skippable(tokens) if tokens.coin() else b"")
    if count > 1:
        tokens.expect("zstd[]", b"%d" % count)
    if tokens.coin():
        rest = tokens.bytes()
        tokens.expect("zstd:rest", rest)
        data += rest
    return tokens.case(data)


def zstd_cut(tokens: Tokens) -> Case:
    data = _skippable(tokens) + _zstd_frame(tokens)
    last = _skippable(tokens) if tokens.coin() else _zstd_frame(tokens)
    del tokens.inside[2:]
    return tokens.case(data + last[: tokens.count(5, 12)], refused=True)


def zstd_with_dictionary(tokens: Tokens) -> Case:
    number = tokens.number(1, 2**32 - 1)
    head = b"\x28\xb5\x2f\xfd\x03\x00" + number.to_bytes(4, "little")
    return tokens.case(_zstd_frame(tokens) + head + b"\x01\x00\x00", refused=True)


def _lz4_frame(tokens: Tokens) -> bytes:
    content = tokens.bytes()
    data: bytes = lz4.frame.compress(content, content_checksum=tokens.coin(), store_size=tokens.coin())
    return data


def _lz4_legacy(tokens: Tokens) -> bytes:
    data = b"\x02\x21\x4c\x18"
    for _ in range(tokens.count()):
        block = lz4.block.compress(tokens.bytes(), store_size=False)
        data += len(block).to_bytes(4, "little") + block
    return data


def lz4_whole(tokens: Tokens) -> Case:
    count = tokens.count(1, 4)
    data = b""
    for _ in range(count):
        data += _lz4_legacy(tokens) if tokens.coin() else _lz4_frame(tokens)
        data += _skippable(tokens) if tokens.coin() else b""
    if count > 1:
        tokens.expect("lz4[]", b"%d" % count)
    if tokens.coin():
        data += _lz4_frame(tokens)
        tokens.parts.clear()
        rest = tokens.bytes()
        tokens.expect("lz4:rest", rest)
        data += rest
    return tokens.case(data)


def _xxh32(data: bytes) -> int:
    """The checksum of less than 16 bytes (xxHash specification 0.2)."""
    mask = 0xFFFFFFFF
    value = (374761393 + len(data)) & mask
    at = 0
    while at + 4 <= len(data):
        value = value + int.from_bytes(data[at : at + 4], "little") * 3266489917 & mask
        value = (value << 17 | value >> 15) * 668265263 & mask
        at += 4
    for byte in data[at:]:
        value = value + byte * 374761393 & mask
        value = (value << 11 | value >> 21) * 2654435761 & mask
    value = (value ^ value >> 15) * 2246822519 & mask
    value = (value ^ value >> 13) * 3266489917 & mask
    return value ^ value >> 16


def lz4_with_dictionary(tokens: Tokens) -> Case:
    """A dictionary is named; the one block is stored as it is."""
    number = tokens.number(1, 2**32 - 1)
    head = b"\x61\x40" + number.to_bytes(4, "little")
    content = tokens.bytes()
    block = (len(content) | 1 << 31).to_bytes(4, "little") + content + bytes(4)
    return tokens.case(b"\x04\x22\x4d\x18" + head + bytes([_xxh32(head) >> 8 & 255]) + block)


def lz4_cut(tokens: Tokens) -> Case:
    data = _lz4_frame(tokens)
    return tokens.case(data + _lz4_legacy(Tokens(tokens.draw))[:-1], refused=True)


def lz4_damaged(tokens: Tokens) -> Case:
    """The checksum of the content is wrong, which shows behind all of it."""
    data = lz4.frame.compress(tokens.bytes(), content_checksum=True)
    return tokens.case(_skippable_lz4(tokens) + data[:-1] + bytes([data[-1] ^ 1]), refused=True)


def _skippable_lz4(tokens: Tokens) -> bytes:
    return _lz4_frame(tokens) + _skippable(tokens)


WRITERS = {
    "gzip_stream": (gzip_whole, gzip_plain, gzip_damaged, gzip_cut, gzip_broken),
    "zlib_stream": (zlib_whole, zlib_preset, zlib_damaged),
    "deflate_stream": (deflate_whole,),
    "brotli_stream": (brotli_whole, brotli_cut),
    "zstd_stream": (zstd_whole, zstd_cut, zstd_with_dictionary),
    "lz4_frame": (lz4_whole, lz4_with_dictionary, lz4_cut, lz4_damaged),
}
