"""Compressed recordings, known by their first bytes: gzip, Zstandard, bzip2, xz; UTF-16 beside them.

What does not unpack is a gap beside what did; how much may come out of little is bounded.
"""

from __future__ import annotations

import bz2
import codecs
import lzma
import zlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

import zstandard

from harness.capture.importers.stream import Stream
from harness.model.account import Account, Fate, Unread
from harness.model.message import GapReason

FREE = 256 * 1024 * 1024
"""Bytes that may come out of any compressed file."""
RATIO = 200
"""How many times larger than the file it may be beyond that."""
_FEED = 4096
_FEED_ZSTD = 256
"""Bytes fed at a time: a block of 4 bytes can hold 128 KiB (RFC 8878 §3.1.1.2.4)."""
_MAGIC = 8
_MOST = 1 << 18
_WINDOW = 1 << 27
_MEMORY = 1 << 28
_FAILURES = (zlib.error, zstandard.ZstdError, lzma.LZMAError, OSError, EOFError, ValueError)


class _Unpacker(Protocol):
    def feed(self, data: bytes) -> bytes: ...

    @property
    def hungry(self) -> bool: ...

    @property
    def eof(self) -> bool: ...

    @property
    def unused(self) -> bytes: ...


class _Gzip:
    def __init__(self) -> None:
        self._inner = zlib.decompressobj(31)

    def feed(self, data: bytes) -> bytes:
        return self._inner.decompress(self._inner.unconsumed_tail + data, _MOST)

    @property
    def hungry(self) -> bool:
        return not self._inner.unconsumed_tail

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused(self) -> bytes:
        return self._inner.unused_data


class _Zstd:
    def __init__(self) -> None:
        self._inner = zstandard.ZstdDecompressor(max_window_size=_WINDOW).decompressobj()

    def feed(self, data: bytes) -> bytes:
        return self._inner.decompress(data)

    @property
    def hungry(self) -> bool:
        return True

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused(self) -> bytes:
        return self._inner.unused_data


class _Bounded:
    """bzip2 or xz of the standard library."""

    def __init__(self, inner: bz2.BZ2Decompressor | lzma.LZMADecompressor) -> None:
        self._inner = inner

    def feed(self, data: bytes) -> bytes:
        return self._inner.decompress(data, _MOST)

    @property
    def hungry(self) -> bool:
        return self._inner.needs_input

    @property
    def eof(self) -> bool:
        return self._inner.eof

    @property
    def unused(self) -> bytes:
        return self._inner.unused_data


@dataclass(frozen=True, slots=True)
class Codec:
    """A way of packing, and how its streams begin."""

    name: str
    magics: tuple[bytes, ...]
    new: Callable[[], _Unpacker]
    feed: int = _FEED


CODECS = (
    Codec("gzip", (b"\x1f\x8b\x08",), _Gzip),
    Codec(
        "Zstandard",
        (b"\x28\xb5\x2f\xfd", *(bytes((0x50 + low,)) + b"\x2a\x4d\x18" for low in range(16))),
        _Zstd,
        _FEED_ZSTD,
    ),
    Codec("bzip2", (b"BZh",), lambda: _Bounded(bz2.BZ2Decompressor())),
    Codec(
        "xz", (b"\xfd7zXZ\x00",), lambda: _Bounded(lzma.LZMADecompressor(lzma.FORMAT_XZ, memlimit=_MEMORY))
    ),
)
_ENCODINGS = (
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
    (b"{\x00\x00\x00", "utf-32-le"),
    (b"\x00\x00\x00{", "utf-32-be"),
    (b"{\x00", "utf-16-le"),
    (b"\x00{", "utf-16-be"),
)


class Layer(Protocol):
    """What stands between a file and its reader."""

    name: str

    def read(self, size: int, /) -> bytes:
        """The next unpacked bytes."""

    def settle(self, account: Account) -> list[Unread]:
        """Enters what did not unpack, at the end; its gaps."""


def layer_of(stream: Stream) -> Layer | None:
    """The layer in which a stream is packed, if it is."""
    head = stream.look(8)
    for codec in CODECS:
        if head.startswith(codec.magics):
            return Unpacked(stream, codec)
    for opening, encoding in _ENCODINGS:
        if head.startswith(opening):
            return Recoded(stream, encoding)
    return None


class Unpacked:
    """What the streams of a compressed file hold, one after another."""

    def __init__(self, stream: Stream, codec: Codec) -> None:
        self.name = codec.name
        self._stream, self._codec = stream, codec
        self._inner: _Unpacker | None = None
        self._input = self._fed = b""
        self._taken = self._given = 0
        self._gap: tuple[GapReason, str] | None = None
        self._over = False

    def read(self, size: int, /) -> bytes:  # noqa: ARG002  # as much as one step gives
        """Unpacked bytes; none at the end or where it does not go on."""
        while not self._over:
            try:
                piece = self._step()
            except _FAILURES as e:
                reason = GapReason.CHECKSUM if "check" in str(e).lower() else GapReason.DAMAGED
                self._fail(reason, f"does not unpack on: {e}")
                break
            self._given += len(piece)
            if self._given > FREE and self._given > RATIO * self._taken:
                self._fail(GapReason.BUDGET, f"unpacks to more than {RATIO} times its size")
            if piece:
                return piece
        return b""

    def _step(self) -> bytes:
        if self._inner is None:
            self._input = self._input.lstrip(b"\0") if self._taken else self._input
            while len(self._input) < _MAGIC and self._stream.look(1):
                self._fill()
            if not self._input.strip(b"\0") and not self._stream.look(1):
                self._over = True
                return b""
            if not self._input.strip(b"\0"):
                return b""
            if not self._input.startswith(self._codec.magics):
                self._fail(GapReason.DAMAGED, "is followed by something else")
                return b""
            self._inner = self._codec.new()
        ended = False
        if self._inner.hungry and not self._input:
            self._fill()
            ended = not self._input
        self._fed = b""
        if self._inner.hungry:
            self._fed, self._input = self._input, b""
        piece = self._inner.feed(self._fed)
        if self._inner.eof:
            self._input = self._inner.unused + self._input
            self._inner = None
        elif ended and not piece:
            self._fail(GapReason.TRUNCATED, "is cut off")
        return piece

    def _fill(self) -> None:
        piece = self._stream.read(self._codec.feed) or b""
        self._taken += len(piece)
        self._input += piece

    def _fail(self, reason: GapReason, detail: str) -> None:
        self._over = True
        self._gap = (reason, detail)

    def settle(self, account: Account) -> list[Unread]:
        """Enters the compressed bytes that nobody unpacked."""
        if self._gap is None:
            return []
        reason, detail = self._gap
        rest = len(self._input)
        if reason in {GapReason.DAMAGED, GapReason.CHECKSUM} and self._inner is not None:
            rest += len(self._fed)
        while piece := self._stream.read(_MOST):
            rest += len(piece)
        account.enter(rest)
        account.book(Fate.GAP, f"{self.name} that was not unpacked", rest)
        return [Unread(reason, f"the {self.name} file {detail}", rest, f"{self.name} file", missing=not rest)]


class Recoded:
    """A text of another encoding, as UTF-8."""

    def __init__(self, stream: Stream, encoding: str) -> None:
        self.name = encoding.upper()
        self._stream = stream
        self._decoder = codecs.getincrementaldecoder(encoding)("surrogatepass")
        self._odd = 0
        self._over = False

    def read(self, size: int, /) -> bytes:
        """The next characters; none at the end or where it is not that encoding."""
        while not self._over:
            piece = self._stream.read(max(4, size)) or b""
            before = self._decoder.getstate()[0]
            try:
                text = self._decoder.decode(piece, final=not piece)
            except UnicodeDecodeError as e:
                data = before + piece
                self._odd = len(data) - e.start
                self._over = True
                text = data[: e.start].decode(self.name, "surrogatepass")
            self._over = self._over or not piece
            if text:
                return text.encode("utf-8", "surrogatepass")
        return b""

    def settle(self, account: Account) -> list[Unread]:
        """Enters what was no character."""
        while piece := self._stream.read(_MOST):
            self._odd += len(piece)
        if not self._odd:
            return []
        account.enter(self._odd)
        account.book(Fate.GAP, f"no {self.name}", self._odd)
        return [Unread(GapReason.DAMAGED, f"the file does not read on as {self.name}", self._odd, "file")]
