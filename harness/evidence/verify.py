"""The check of a sealed run folder: every file is there, as it was sealed, and none was added.

Integrity only: the digests stand beside the files, so whoever can change a file can write a new manifest.
A signature would say who sealed it; there is none yet.
"""

from __future__ import annotations

import hashlib
import os
import re
from dataclasses import dataclass
from pathlib import Path

from harness.evidence.seal import CHUNK, MANIFEST, TAG_MANIFEST, is_sealed
from harness.model.errors import EvidenceError

_LINE = re.compile(r"([0-9a-f]{64})  ([^\n\r]+)")
_ENCODED = re.compile(r"%(0A|0D|25)", re.IGNORECASE)


@dataclass(frozen=True, slots=True)
class Verified:
    """What was checked: SHA-256 of the manifest, number of files, bytes in them."""

    digest: str
    files: int
    size: int


def verify(folder: Path) -> Verified:
    """Check a sealed run folder against its manifests (RFC 8493, section 3).

    1. the tag manifest holds for the declaration and the manifest, 2. the manifest names exactly the
    files of `data/`, 3. each has the digest it was sealed with.  Raises EvidenceError naming the first
    file for which one of these is not so, and for a folder that was never sealed.
    """
    if not is_sealed(folder):
        raise EvidenceError(f"{folder}: wanted a sealed run, found one without {MANIFEST}")
    # 1
    tags = _manifest(folder, TAG_MANIFEST)
    if set(tags) != {"bagit.txt", MANIFEST}:
        raise EvidenceError(f"{folder / TAG_MANIFEST}: wanted bagit.txt and {MANIFEST}, found {sorted(tags)}")
    for name, digest in tags.items():
        _same(folder, name, digest)
    # 2
    sealed, there = _manifest(folder, MANIFEST), _payload(folder)
    if not sealed:
        raise EvidenceError(f"{folder / MANIFEST}: wanted the files of a run, found none")
    for name in sorted(there - set(sealed)):
        raise EvidenceError(f"{folder / name}: wanted only what was sealed, found a file that was added")
    for name in sorted(set(sealed) - there):
        raise EvidenceError(f"{folder / name}: wanted a file that was sealed, found none")
    # 3
    size = sum(_same(folder, name, digest) for name, digest in sealed.items())
    return Verified(tags[MANIFEST], len(sealed), size)


def _manifest(folder: Path, name: str) -> dict[str, str]:
    """File → digest of one manifest."""
    path = folder / name
    try:
        lines = path.read_text("utf-8").split("\n")
    except (OSError, UnicodeDecodeError) as error:
        raise EvidenceError(f"{path}: wanted the checksums of a sealed run, found none that read") from error
    found: dict[str, str] = {}
    for number, line in enumerate(lines[:-1] if lines[-1] == "" else lines, 1):
        match = _LINE.fullmatch(line)
        file = _ENCODED.sub(lambda code: chr(int(code[1], 16)), match[2]) if match else ""
        if match is None or file in found:
            raise EvidenceError(f"{path}:{number}: wanted a SHA-256 and a file, found {line[:100]!r}")
        found[file] = match[1]
    return found


def _payload(folder: Path) -> set[str]:
    """The files of `data/`, relative to the folder."""
    found = set()
    for place, folders, files in os.walk(folder / "data"):
        for name in (*folders, *files):
            path = Path(place, name)
            if path.is_symlink() or (name in files and not path.is_file()):
                raise EvidenceError(f"{path}: wanted a plain file or folder, found something else")
        found |= {Path(place, name).relative_to(folder).as_posix() for name in files}
    return found


def _same(folder: Path, name: str, digest: str) -> int:
    """The size of a file that has this digest."""
    read, size = hashlib.sha256(), 0
    try:
        with (folder / name).open("rb") as file:
            while chunk := file.read(CHUNK):
                read.update(chunk)
                size += len(chunk)
    except OSError as error:
        raise EvidenceError(
            f"{folder / name}: wanted a file that was sealed, found none that reads"
        ) from error
    if (found := read.hexdigest()) != digest:
        raise EvidenceError(
            f"{folder / name}: changed since the run was sealed: wanted SHA-256 {digest}, found {found}"
        )
    return size
