"""adb's packets: six little-endian words (command, arg0, arg1, length, checksum, magic) and a payload.

Source: AOSP packages/modules/adb/protocol.txt. At version 0x01000001 the checksum may be zero.
"""

from __future__ import annotations

import asyncio
import struct
from dataclasses import dataclass

HEADER = struct.Struct("<4s5I")
VERSION = 0x01000001
MAX_DATA = 1 << 20


@dataclass(frozen=True, slots=True)
class Packet:
    """One packet; `command` is its four letters."""

    command: bytes
    arg0: int
    arg1: int
    payload: bytes = b""

    def encode(self) -> bytes:
        """The packet on the wire."""
        magic = int.from_bytes(self.command, "little") ^ 0xFFFFFFFF
        return HEADER.pack(self.command, self.arg0, self.arg1, len(self.payload), 0, magic) + self.payload


async def read_packet(reader: asyncio.StreamReader) -> Packet:
    """The next packet. ValueError: not adb; asyncio.IncompleteReadError: the connection ended."""
    command, arg0, arg1, length, _, magic = HEADER.unpack(await reader.readexactly(HEADER.size))
    if magic != int.from_bytes(command, "little") ^ 0xFFFFFFFF or length > MAX_DATA:
        raise ValueError(f"not an adb packet: command {command!r}, length {length}")
    return Packet(command, arg0, arg1, await reader.readexactly(length))
