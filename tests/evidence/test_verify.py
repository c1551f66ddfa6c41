"""A sealed folder verifies; whatever is changed, added, removed or replaced in it is named."""

from __future__ import annotations

import hashlib
import os
from collections.abc import Callable
from pathlib import Path

import pytest

from harness.evidence.seal import MANIFEST, TAG_MANIFEST, seal
from harness.evidence.verify import verify
from harness.model.errors import EvidenceError

NAMES = ("run.json", "bodies/000001.seg", "two\nlines.txt", "50%.txt", "100%0A.txt", "Gärten.txt")


@pytest.fixture
def sealed(tmp_path: Path) -> Path:
    folder = tmp_path / "run"
    (folder / "data" / "bodies").mkdir(parents=True)
    (folder / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    for number, name in enumerate(NAMES):
        (folder / "data" / name).write_bytes(bytes([number]) * 10)
    seal(folder)
    return folder


def test_what_was_sealed_verifies_and_says_by_which_digest(sealed: Path) -> None:
    found = verify(sealed)

    assert found.digest == hashlib.sha256((sealed / MANIFEST).read_bytes()).hexdigest()
    assert (found.files, found.size) == (len(NAMES), 10 * len(NAMES))


def test_a_run_folder_may_be_moved(sealed: Path, tmp_path: Path) -> None:
    assert verify(sealed.rename(tmp_path / "elsewhere")).files == len(NAMES)


@pytest.mark.parametrize("name", NAMES)
def test_one_changed_byte_names_the_file(sealed: Path, name: str) -> None:
    with (sealed / "data" / name).open("r+b") as file:
        file.write(b"!")

    with pytest.raises(EvidenceError, match="changed since the run was sealed") as caught:
        verify(sealed)
    assert f"data/{name}:" in str(caught.value)


def renew(folder: Path) -> None:
    path = folder / "data" / "run.json"
    old = hashlib.sha256(path.read_bytes()).hexdigest()
    path.write_bytes(b"{}")
    manifest = folder / MANIFEST
    manifest.write_text(manifest.read_text().replace(old, hashlib.sha256(b"{}").hexdigest()))


def link(folder: Path) -> None:
    path = folder / "data" / "run.json"
    path.rename(folder / "run.json")
    path.symlink_to("../run.json")


def pipe(folder: Path) -> None:
    os.mkfifo(folder / "data" / "waits-for-ever")


def folder_link(folder: Path) -> None:
    (folder / "data" / "more").symlink_to("/")


def twice(folder: Path) -> None:
    with (folder / MANIFEST).open("a") as file:
        file.write((folder / MANIFEST).read_text().splitlines()[0] + "\n")
    digest = hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
    declared = hashlib.sha256((folder / "bagit.txt").read_bytes()).hexdigest()
    (folder / TAG_MANIFEST).write_text(f"{declared}  bagit.txt\n{digest}  {MANIFEST}\n")


@pytest.mark.parametrize(
    ("damage", "why"),
    [
        (lambda folder: (folder / "data" / "late.txt").write_text("x"), "late.txt.*was added"),
        (lambda folder: (folder / "data" / "run.json").unlink(), "run.json: wanted a file that was sealed"),
        (lambda folder: (folder / MANIFEST).unlink(), "without manifest"),
        (lambda folder: (folder / TAG_MANIFEST).unlink(), f"{TAG_MANIFEST}: wanted the checksums"),
        (lambda folder: (folder / TAG_MANIFEST).write_text(""), "wanted bagit.txt and"),
        (lambda folder: (folder / "bagit.txt").write_text("x"), "bagit.txt: changed"),
        (lambda folder: (folder / MANIFEST).write_text(""), f"{MANIFEST}: changed"),
        (lambda folder: (folder / TAG_MANIFEST).write_bytes(b"\xff"), "none that read"),
        (renew, f"{MANIFEST}: changed"),
        (link, "plain file or folder"),
        (pipe, "plain file or folder"),
        (folder_link, "plain file or folder"),
        (twice, f"{MANIFEST}:{len(NAMES) + 1}: wanted a SHA-256"),
    ],
)
def test_whatever_is_not_as_sealed_is_named(sealed: Path, damage: Callable[[Path], object], why: str) -> None:
    damage(sealed)

    with pytest.raises(EvidenceError, match=why):
        verify(sealed)
