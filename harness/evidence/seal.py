"""The seal of a run folder: everything durable, and its SHA-256 in the bag's manifest (RFC 8493)."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from harness.model.errors import EvidenceError

MANIFEST, TAG_MANIFEST = "manifest-sha256.txt", "tagmanifest-sha256.txt"
CHUNK = 1 << 20


def seal(folder: Path) -> str:
    """Seal a run folder once and return the SHA-256 of its manifest.

    Raises EvidenceError for a folder that is sealed already: nothing in it changes any more.
    """
    if (folder / MANIFEST).exists():
        raise EvidenceError(f"{folder}: wanted a run that is not sealed yet, found its manifest")
    lines = []
    for path in sorted(path for path in (folder / "data").rglob("*") if path.is_file()):
        name = (
            path.relative_to(folder).as_posix().replace("%", "%25").replace("\n", "%0A").replace("\r", "%0D")
        )
        lines.append(f"{_durable_digest(path)}  {name}\n")
    if not lines:
        raise EvidenceError(f"{folder}: wanted a run with data, found an empty one")
    (folder / MANIFEST).write_text("".join(lines), "utf-8")
    tags = [f"{_durable_digest(folder / name)}  {name}\n" for name in ("bagit.txt", MANIFEST)]
    (folder / TAG_MANIFEST).write_text("".join(tags), "utf-8")
    digest = _durable_digest(folder / MANIFEST)
    _durable_digest(folder / TAG_MANIFEST)
    directory = os.open(folder, os.O_RDONLY)
    try:
        os.fsync(directory)
    finally:
        os.close(directory)
    return digest


def is_sealed(folder: Path) -> bool:
    """Whether the folder carries its manifest."""
    return (folder / MANIFEST).exists()


def digest_of(folder: Path) -> str | None:
    """The SHA-256 of a folder's manifest, by which its seal is compared; None where it is not sealed."""
    manifest = folder / MANIFEST
    return hashlib.sha256(manifest.read_bytes()).hexdigest() if manifest.exists() else None


def _durable_digest(path: Path) -> str:
    digest = hashlib.sha256()
    with path.open("rb") as file:
        os.fsync(file.fileno())
        while chunk := file.read(CHUNK):
            digest.update(chunk)
    return digest.hexdigest()
