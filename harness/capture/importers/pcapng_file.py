"""Frames of pcapng files (draft-ietf-opsawg-pcapng): sections of either byte order, all packet blocks."""

# ruff: noqa: PLR2004 (offsets and sizes as the specification gives them)

from __future__ import annotations

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from harness.capture.importers.frames import Frame, Recording
from harness.model.account import Fate, Unread
from harness.model.message import GapReason

MAGIC = b"\x0a\x0d\x0d\x0a"
_ORDERS = {b"\x4d\x3c\x2b\x1a": "<", b"\x1a\x2b\x3c\x4d": ">"}
_LARGEST = 1 << 26
_SECTION = 0x0A0D0D0A
_INTERFACE, _OLD_PACKET, _SIMPLE, _ENHANCED, _SECRETS = 1, 2, 3, 6, 10
_HEADS = {_OLD_PACKET: 20, _SIMPLE: 4, _ENHANCED: 20}
"""Bytes before the packet in the body of each packet block."""
_IGNORED = {4: "name resolution", 5: "capture statistics"}
_TLS_KEY_LOG = 0x544C534B
_END, _RESOLUTION, _CHECK, _OFFSET = 0, 9, 13, 14


@dataclass(frozen=True, slots=True)
class Interface:
    """What an interface description block says: link type, snapshot length, time units, frame check size."""

    link: int
    snapshot: int
    per_second: int
    offset_s: int
    check: int

    @classmethod
    def of(cls, body: bytes, order: str) -> Interface:
        """The interface of a block's body; of no known link where it is too short."""
        if len(body) < 8:
            return cls(-1, 0, 1_000_000, 0, 0)
        link, _, snapshot = struct.unpack(order + "HHI", body[:8])
        options = dict(_options(body[8:], order))
        resolution = options.get(_RESOLUTION, b"\x06")[:1] or b"\x06"
        power = resolution[0] & 127
        offset = options.get(_OFFSET, b"")
        check = options.get(_CHECK, b"\0")[:1] or b"\0"
        return cls(
            link,
            snapshot,
            int(2**power if resolution[0] & 128 else 10 ** min(power, 18)),
            struct.unpack(order + "q", offset)[0] if len(offset) == 8 else 0,
            check[0] // 8,
        )


@dataclass(frozen=True, slots=True)
class Block:
    """A block: its number from 1, its type, what it holds, and how many bytes the capture's end cut off."""

    number: int
    kind: int
    body: bytes
    order: str
    lost: int


def frames(recording: Recording, secrets: list[bytes]) -> Iterator[Frame | Unread]:
    """The frames after the magic; TLS key logs of the file are added to `secrets` as they appear.

    Raises ValueError where the first section's header is none.  A block that cannot be one ends the reading:
    the rest is a gap.
    """
    interfaces, packets = list[Interface](), 0
    for block in _blocks(recording):
        if isinstance(block, Unread):
            yield block
            continue
        if block.kind in _HEADS:
            packets += 1
            recording.account.enter(0, 1)
            yield from _packet(recording, block, interfaces, packets)
        else:
            yield from _other(recording, block, interfaces, secrets)
        if block.lost:
            yield recording.missing(block.lost, f"block {block.number}")


def _blocks(recording: Recording) -> Iterator[Block | Unread]:
    """The blocks of all sections, their heads and tails booked; the magic was taken already."""
    order, number, kind = "<", 0, MAGIC
    while len(kind) == 4:
        number += 1
        where = f"block {number}"
        head = recording.take(8 if kind == MAGIC else 4)
        known = kind != MAGIC or head[4:] in _ORDERS
        if not known and number == 1:
            raise ValueError("the section header says no byte order")
        order = _ORDERS[head[4:]] if kind == MAGIC and known else order
        start = 4 + len(head)
        size = struct.unpack(order + "I", head[:4])[0] if len(head) >= 4 else 0
        if not known or not start + 4 <= size <= _LARGEST:
            yield from recording.rest("no block where one must be", where, start)
            return
        rest = recording.take((size + 3 & ~3) - start)
        lost = max(size - start - len(rest), 0)
        tail = b"" if lost else rest[size - start - 4 :]
        if not lost and tail[:4] != head[:4]:
            yield from recording.rest("a block whose two lengths differ", where, start + len(rest))
            return
        recording.frame(start + len(tail))
        body = rest[: len(rest) - len(tail)]
        yield Block(number, struct.unpack(order + "I", kind)[0], body, order, lost)
        kind = recording.take(4)
    if kind:
        yield from recording.rest(
            "the capture ends within a block's header", f"block {number + 1}", len(kind)
        )


def _other(
    recording: Recording, block: Block, interfaces: list[Interface], secrets: list[bytes]
) -> Iterator[Unread]:
    """A block without a packet."""
    body, where = block.body, f"block {block.number}"
    if block.lost:
        yield recording.gap(GapReason.TRUNCATED, "a block that is cut off", len(body), where)
    elif block.kind == _SECTION:
        interfaces.clear()
        recording.frame(len(body))
    elif block.kind == _INTERFACE:
        interfaces.append(Interface.of(body, block.order))
        recording.frame(len(body))
    elif block.kind == _SECRETS:
        _keep(body, block.order, secrets)
        recording.account.book(Fate.STRUCTURE, "decryption secrets", len(body))
    elif block.kind in _IGNORED:
        recording.account.book(Fate.IGNORED, _IGNORED[block.kind], len(body))
    else:
        detail = f"a block of unknown type {block.kind:#x}"
        yield recording.gap(GapReason.UNKNOWN_PACKET, detail, len(body), where)


def _packet(
    recording: Recording, block: Block, interfaces: list[Interface], number: int
) -> Iterator[Frame | Unread]:
    """The frame of a packet block; what surrounds it (padding, options) is framing."""
    name, body, order = block.kind, block.body, block.order
    where, head = f"packet {number}", _HEADS[name]
    if len(body) < head:
        yield recording.gap(GapReason.DAMAGED, "a packet block that is cut off", len(body), where, 1)
        return
    if name == _SIMPLE:
        index, time, size = 0, 0, struct.unpack(order + "I", body[:4])[0]
        limit = interfaces[0].snapshot if interfaces else 0
        kept = min(size, limit or size, len(body) - head)
    else:
        layout = "IIIII" if name == _ENHANCED else "HHIIII"
        fields = struct.unpack(order + layout, body[:head])
        index, time, kept, size = fields[0], fields[-4] << 32 | fields[-3], fields[-2], fields[-1]
    if index >= len(interfaces) or kept > size:
        detail = "a packet of an unknown interface" if kept <= size else "a packet longer than it was"
        yield recording.gap(GapReason.UNKNOWN_PACKET, detail, len(body), where, 1)
        return
    one = interfaces[index]
    data = body[head : head + kept]
    whole = max(size - one.check, 0)
    if len(data) > whole:
        recording.account.book(Fate.STRUCTURE, "frame check sequence", len(data) - whole)
    behind = body[head + kept :]
    if _is_framing(behind, -kept % 4, order):
        recording.frame(head + len(behind))
    else:
        recording.frame(head)
        detail = "bytes behind a packet that are no options"
        yield recording.gap(GapReason.DAMAGED, detail, len(behind), where)
    time_us = time * 1_000_000 // one.per_second + one.offset_s * 1_000_000 if name != _SIMPLE else 0
    yield Frame(number, time_us, one.link, data[:whole], whole)


def _keep(body: bytes, order: str, secrets: list[bytes]) -> None:
    if len(body) >= 8:
        kind, size = struct.unpack(order + "II", body[:8])
        if kind == _TLS_KEY_LOG:
            secrets.append(body[8 : 8 + size])


def _is_framing(behind: bytes, padding: int, order: str) -> bool:
    """Whether what follows a packet in its block is padding of zeros and options to the end."""
    at = padding
    while at + 4 <= len(behind):
        code, size = struct.unpack(order + "HH", behind[at : at + 4])
        at += 4 + size + -size % 4
        if code == _END:
            break
    return not any(behind[:padding]) and (at == len(behind) or len(behind) <= padding)


def _options(body: bytes, order: str) -> Iterator[tuple[int, bytes]]:
    at = 0
    while at + 4 <= len(body):
        code, size = struct.unpack(order + "HH", body[at : at + 4])
        if code == _END:
            return
        yield code, body[at + 4 : at + 4 + size]
        at += 4 + size + -size % 4
