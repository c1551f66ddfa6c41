"""adb's file service: STAT, LIST, SEND, RECV and their second versions.

Source: AOSP packages/modules/adb/SYNC.TXT and file_sync_protocol.h; all numbers little-endian. Files are
read and written as user shell. The last DATA and DONE go out in one write: apart they cost the host 40 ms.
"""

from __future__ import annotations

import os
import struct
import tempfile
from pathlib import Path

from harness.virtual.adbd.streams import Stream
from harness.virtual.files import SHELL_UID, FileSystem, Stat

CHUNK = 64 * 1024
LONGEST_PATH = 1024
STAT_V2 = struct.Struct("<4sIQQIIIIQqqq")
DENT_V2 = struct.Struct("<4sIQQIIIIQqqqI")


class SyncService:
    """The `sync:` service on one stream."""

    def __init__(self, files: FileSystem, inbox: Path) -> None:
        self._files = files
        self._inbox = inbox

    async def serve(self, stream: Stream) -> None:
        """Answers requests until QUIT or the end of the stream."""
        handlers = {
            b"STAT": self._stat,
            b"STA2": self._stat_v2,
            b"LST2": self._stat_v2,
            b"LIST": self._list,
            b"LIS2": self._list_v2,
            b"SEND": self._send,
            b"SND2": self._send_v2,
            b"RECV": self._receive,
            b"RCV2": self._receive_v2,
        }
        while True:
            command, length = struct.unpack("<4sI", await stream.read_exactly(8))
            if command == b"QUIT":
                return
            handler = handlers.get(command)
            if handler is None or length > LONGEST_PATH:
                await _fail(stream, f"unknown command {command!r}")
                return
            path = (await stream.read_exactly(length)).decode("utf-8", "surrogateescape")
            await handler(stream, command, path)

    def _look(self, path: str) -> Stat | OSError:
        try:
            return self._files.stat(self._files.resolve(path), SHELL_UID)
        except OSError as error:
            return error

    async def _stat(self, stream: Stream, command: bytes, path: str) -> None:
        found = self._look(path)
        numbers = (0, 0, 0) if isinstance(found, OSError) else (found.mode, found.size, found.mtime)
        await stream.write(struct.pack("<4sIII", command, *numbers))

    async def _stat_v2(self, stream: Stream, command: bytes, path: str) -> None:
        await stream.write(STAT_V2.pack(command, *_numbers_v2(self._look(path))))

    def _entries(self, path: str) -> list[tuple[str, Stat | OSError]]:
        folder = self._files.resolve(path)
        try:
            names = self._files.list(folder, SHELL_UID)
        except OSError:
            return []  # adbd answers an unreadable folder with no entries
        return [(name, self._look(f"{folder.rstrip('/')}/{name}")) for name in names]

    async def _list(self, stream: Stream, _: bytes, path: str) -> None:
        answer = b""
        for name, found in self._entries(path):
            if not isinstance(found, OSError):
                raw = name.encode("utf-8", "surrogateescape")
                answer += struct.pack("<4sIIII", b"DENT", found.mode, found.size, found.mtime, len(raw)) + raw
        await stream.write(answer + b"DONE" + bytes(16))

    async def _list_v2(self, stream: Stream, _: bytes, path: str) -> None:
        answer = b""
        for name, found in self._entries(path):
            raw = name.encode("utf-8", "surrogateescape")
            answer += DENT_V2.pack(b"DNT2", *_numbers_v2(found), len(raw)) + raw
        await stream.write(answer + b"DONE" + bytes(DENT_V2.size - 4))

    async def _send(self, stream: Stream, _: bytes, path: str) -> None:
        name, comma, mode = path.rpartition(",")
        await self._take(stream, name if comma else path, int(mode) if mode.isdigit() else 0o644)

    async def _send_v2(self, stream: Stream, _: bytes, path: str) -> None:
        _, mode, flags = struct.unpack("<4sII", await stream.read_exactly(12))
        if flags:
            await _fail(stream, f"unsupported flags {flags:#x}")
            return
        await self._take(stream, path, mode)

    async def _take(self, stream: Stream, name: str, mode: int) -> None:
        """Receives a file whole, then puts it in its place."""
        path = self._files.resolve(name)
        handle, beside = tempfile.mkstemp(dir=self._inbox)
        received = Path(beside)
        try:
            with os.fdopen(handle, "wb") as file:
                while True:
                    command, length = struct.unpack("<4sI", await stream.read_exactly(8))
                    if command == b"DONE":
                        break
                    if command != b"DATA" or length > CHUNK:
                        await _fail(stream, f"invalid data message {command!r}")
                        return
                    file.write(await stream.read_exactly(length))
            self._files.adopt(received, path, mode, length, SHELL_UID)
        except OSError as error:
            if isinstance(error, ConnectionError):
                raise
            await _fail(stream, f"couldn't create file: {error.strerror}")
            return
        finally:
            _discard(received)
        await stream.write(b"OKAY" + bytes(4))

    async def _receive(self, stream: Stream, _: bytes, path: str) -> None:
        try:
            content = self._files.read(self._files.resolve(path), SHELL_UID)
        except OSError as error:
            await _fail(stream, f"open failed: {error.strerror}")
            return
        parts = []
        for start in range(0, len(content), CHUNK):
            piece = content[start : start + CHUNK]
            parts.append(struct.pack("<4sI", b"DATA", len(piece)) + piece)
        await stream.write(b"".join(parts) + b"DONE" + bytes(4))

    async def _receive_v2(self, stream: Stream, command: bytes, path: str) -> None:
        _, flags = struct.unpack("<4sI", await stream.read_exactly(8))
        if flags:
            await _fail(stream, f"unsupported flags {flags:#x}")
            return
        await self._receive(stream, command, path)


def _discard(received: Path) -> None:
    received.unlink(missing_ok=True)


def _numbers_v2(found: Stat | OSError) -> tuple[int, ...]:
    """Error, device, inode, mode, links, uid, gid, size, three times."""
    if isinstance(found, OSError):
        return (found.errno or 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0)
    owner = SHELL_UID if found.owner == "shell" else 0
    return (0, 1, 1, found.mode, 1, owner, owner, found.size, found.mtime, found.mtime, found.mtime)


async def _fail(stream: Stream, text: str) -> None:
    raw = text.encode()
    await stream.write(struct.pack("<4sI", b"FAIL", len(raw)) + raw)
