"""Every general wire format, one line each.  A format is a module with `NAME`, `matches` and `unpack`.

`matches(data)` answers quickly whether the bytes may be of the format; `unpack(data, budget)` gives
their parts, or raises ValueError (not of this format) or Refusal (of this format, not readable on).
"""

from __future__ import annotations

from typing import Protocol

from harness.decode import (
    alphabets,
    brotli_stream,
    bson_body,
    cbor_body,
    deflate_stream,
    dns_message,
    entity_text,
    form,
    gzip_stream,
    json_text,
    jwt_text,
    lz4_frame,
    msgpack_body,
    multipart_body,
    ndjson_text,
    percent,
    plist_binary,
    plist_xml,
    protobuf_body,
    quoted_printable,
    reversed_bytes,
    snappy_block,
    tls_hello,
    url_text,
    utf16_text,
    utf32_text,
    xml_text,
    xor_bytes,
    yenc_text,
    zlib_stream,
    zstd_stream,
)
from harness.decode.budget import Budget
from harness.decode.refusal import Part
from harness.model.message import Transport


class Unpacker(Protocol):
    """What undoes one layer."""

    def matches(self, data: bytes, /) -> bool:
        """Whether the bytes may be of this format."""

    def unpack(self, data: bytes, budget: Budget, /) -> list[Part]:
        """The parts of the bytes.  Raises ValueError."""


class Format(Unpacker, Protocol):
    """What a format's module offers."""

    NAME: str


BY_FIRST_BYTE: tuple[tuple[bytes, Format], ...] = (
    *alphabets.BY_FIRST_BYTE,
    (b"\x1f", gzip_stream),
    (b"\x08\x18\x28\x38\x48\x58\x68\x78", zlib_stream),
    (b"\x28PQRSTUVWXYZ[\\]^_", zstd_stream),
    (b"\x04\x02PQRSTUVWXYZ[\\]^_", lz4_frame),
    (b"b", plist_binary),
    (b'{[" \t\r\n\xef', json_text),
    (b"{[\x1e", ndjson_text),
    (b"< \t\r\n\xef", plist_xml),
    (b"< \t\r\n\xef", xml_text),
    (b"-\r\n", multipart_body),
    (b"eBb", jwt_text),
)
"""Formats known by how they begin: the first that reads is taken and no other is tried."""

BY_FIRST: tuple[tuple[Format, ...], ...] = tuple(
    tuple(format_ for firsts, format_ in BY_FIRST_BYTE if first in firsts) for first in range(256)
)
"""The same for every first byte."""

BRIEF: tuple[Format, ...] = (zlib_stream,)
"""Those of them that begin so briefly that one random text in a thousand decodes to such a beginning."""

BY_TRANSPORT: dict[Transport, tuple[Format, ...]] = {
    Transport.DNS: (dns_message,),
    Transport.UDP: (dns_message,),
    Transport.TCP: (tls_hello, dns_message),
}
"""Formats of raw payloads: tried first on a body of that transport."""

BY_LABEL: dict[bytes, Format] = {
    b"br": brotli_stream,
    b"deflate": deflate_stream,
    b"application/x-www-form-urlencoded": form,
}
"""Formats that a Content-Encoding or Content-Type may name where content alone tells too little."""

IN_TEXT: tuple[Format, ...] = (url_text, form, percent, entity_text)
"""Formats of text: the first that reads is taken."""

ESCAPES: tuple[Format, ...] = (percent, entity_text)
"""Those whose signs other encodings have too: they are shown to those in addition."""

IN_ADDITION: tuple[Format, ...] = (quoted_printable,)
"""Encodings of text that look like something else: undone beside it."""

IN_BYTES: tuple[Format, ...] = (
    bson_body,
    utf16_text,
    utf32_text,
    msgpack_body,
    cbor_body,
    protobuf_body,
    deflate_stream,
    brotli_stream,
    snappy_block,
    reversed_bytes,
    yenc_text,
    xor_bytes,
)
"""Binary formats without a magic: the first that gives something readable is taken."""

UNCERTAIN: tuple[Format, ...] = (deflate_stream, brotli_stream, snappy_block, reversed_bytes, xor_bytes)
"""Those whose result must prove itself: whatever they give is kept only where it is readable."""
