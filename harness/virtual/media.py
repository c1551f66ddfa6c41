"""The media store: the songs on the phone's storage, as far as its scanner has seen them.

Android 9 scans the storage at boot and a file when the broadcast MEDIA_SCANNER_SCAN_FILE names it; what
`adb push` writes is not seen before.  A song is titled by its tag, one without tags by its name (AOSP
MediaScanner).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from harness.virtual.files import ROOT_UID, FileSystem
from harness.virtual.inventory import Song
from harness.virtual.state import Document

STORAGE = "/storage/emulated/0"
HEADER = 10
"""Bytes of the header of a tag, and of a frame in it."""
SUFFIXES = (".mp3", ".m4a", ".flac", ".ogg", ".opus", ".wav")


class MediaStore:
    """The songs of one phone; what was deleted is in it no more."""

    def __init__(self, document: Document, files: FileSystem) -> None:
        self._document = document
        self._files = files
        document.data.setdefault("audio", [])

    def songs(self) -> list[Song]:
        """Every song, sorted by title."""
        paths = [path for path in self._document.data["audio"] if self._files.exists(path)]
        return sorted((Song(self._title(path), path) for path in paths), key=lambda song: song.title)

    def _title(self, path: str) -> str:
        return tagged_title(self._files.read(path, ROOT_UID)) or PurePosixPath(path).stem

    def scan(self, path: str) -> None:
        """One file, as `file:///sdcard/...` or its path names it; anything but a song is passed over."""
        parts = urlsplit(path)
        resolved = self._files.resolve(unquote(parts.path) if parts.scheme == "file" else path)
        known = set(self._document.data["audio"])
        if _is_song(resolved) and self._files.exists(resolved):
            known.add(resolved)
        self._keep(known)

    def scan_all(self) -> None:
        """The whole storage, at boot."""
        root = self._files.host(STORAGE)
        self._keep({f"{STORAGE}/{found.relative_to(root).as_posix()}" for found in _walk(root)})

    def _keep(self, paths: set[str]) -> None:
        self._document.data["audio"] = sorted(paths)
        self._document.save()


def tagged_title(content: bytes) -> str:
    """The title of a tag ID3v2.3 at the beginning of a file (id3.org, §3.3, §4.2.1); empty without one."""
    if content[:4] != b"ID3\x03":
        return ""
    end = HEADER + sum(
        (byte & 0x7F) << shift for byte, shift in zip(content[6:HEADER], (21, 14, 7, 0), strict=False)
    )
    at = HEADER
    while at + HEADER < min(end, len(content)):
        name, size = content[at : at + 4], int.from_bytes(content[at + 4 : at + 8], "big")
        text = content[at + HEADER : at + HEADER + size]
        if name == b"TIT2" and text:
            return text[1:].decode("utf-16" if text[0] else "latin-1", "replace").strip("\0")
        at += HEADER + size
    return ""


def _walk(root: Path) -> Iterator[Path]:
    for folder, _, names in os.walk(root):
        yield from (Path(folder) / name for name in names if _is_song(name))


def _is_song(path: str) -> bool:
    return path.lower().endswith(SUFFIXES)
