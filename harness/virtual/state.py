"""The state folder of one handset: what a real phone keeps in its flash.

Every document is one JSON object in one file, replaced as a whole (write, rename) at every change, so
that a kill -9 at any moment leaves the old or the new one. `seed` makes the handset's identifiers.
"""

from __future__ import annotations

import json
import os
import secrets
from pathlib import Path
from typing import Any


class Document:
    """One JSON object on disk. Change `data`, then `save`."""

    def __init__(self, path: Path) -> None:
        self.path = path
        self.data: dict[str, Any] = {}
        if path.exists():
            loaded = json.loads(path.read_text(encoding="utf-8"))
            if not isinstance(loaded, dict):
                raise ValueError(f"{path}: wanted a JSON object, found {type(loaded).__name__}")
            self.data = loaded

    @property
    def is_new(self) -> bool:
        """Whether nothing was ever saved."""
        return not self.path.exists()

    def save(self) -> None:
        """Puts `data` on disk, atomically."""
        replace_file(self.path, json.dumps(self.data, indent=1, sort_keys=True).encode())


class StateFolder:
    """The folder given on the command line; made if absent."""

    def __init__(self, root: Path) -> None:
        self.root = root.resolve()
        for folder in (self.root, self.files, self.blobs):
            folder.mkdir(parents=True, exist_ok=True)

    @property
    def files(self) -> Path:
        """The phone's file tree."""
        return self.root / "files"

    @property
    def blobs(self) -> Path:
        """Large files by SHA-256, hard-linked into the trees of all handsets beside this one."""
        return self.root.parent / ".blobs"

    def document(self, name: str) -> Document:
        """The document of that name."""
        return Document(self.root / f"{name}.json")

    def seed(self) -> bytes:
        """32 bytes that stay the same for the life of the folder."""
        path = self.root / "seed"
        if not path.exists():
            replace_file(path, secrets.token_hex(32).encode())
        return bytes.fromhex(path.read_text(encoding="ascii"))


def replace_file(path: Path, content: bytes) -> None:
    """Writes beside the file and renames, so that no reader ever sees half of it."""
    path.parent.mkdir(parents=True, exist_ok=True)
    beside = path.with_name(f".{path.name}.{os.getpid()}.new")
    beside.write_bytes(content)
    beside.replace(path)
