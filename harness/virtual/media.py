"""The media store: the songs on the phone's storage, as far as its scanner has seen them.

Android 9 scans the storage at boot and a file when the broadcast MEDIA_SCANNER_SCAN_FILE names it; what
`adb push` writes is not seen before.  A file without tags is titled by its name (AOSP MediaScanner).
"""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path, PurePosixPath
from urllib.parse import unquote, urlsplit

from harness.virtual.files import FileSystem
from harness.virtual.inventory import Song
from harness.virtual.state import Document

STORAGE = "/storage/emulated/0"
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
        return sorted((Song(PurePosixPath(path).stem, path) for path in paths), key=lambda song: song.title)

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


def _walk(root: Path) -> Iterator[Path]:
    for folder, _, names in os.walk(root):
        yield from (Path(folder) / name for name in names if _is_song(name))


def _is_song(path: str) -> bool:
    return path.lower().endswith(SUFFIXES)
