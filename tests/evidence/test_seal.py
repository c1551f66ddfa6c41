"""The seal is the bag that other people's tools check: `bagit` and `sha256sum` read it here."""

from __future__ import annotations

import hashlib
import subprocess
from pathlib import Path

import bagit
import pytest

from harness.evidence.seal import MANIFEST, TAG_MANIFEST, is_sealed, seal
from harness.model.errors import EvidenceError

BAGIT = "BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n"
ODD = ("two\nlines.txt", "carriage\rreturn.txt", "späte Gärten.txt", "a  b.txt")


def bag(folder: Path, *names: str) -> Path:
    (folder / "data" / "bodies").mkdir(parents=True)
    (folder / "bagit.txt").write_text(BAGIT)
    for number, name in enumerate(names or ("run.json", "bodies/000001.seg")):
        (folder / "data" / name).write_bytes(bytes([number]) * 100_000)
    return folder


def test_the_manifest_is_what_sha256sum_says(tmp_path: Path) -> None:
    folder = bag(tmp_path / "run")
    seal(folder)

    for name in (MANIFEST, TAG_MANIFEST):
        command = ["sha256sum", "-c", "--strict", name]
        done = subprocess.run(command, cwd=folder, check=False, capture_output=True)
        assert done.returncode == 0, done
        assert done.stdout.count(b": OK\n") == 2


def test_the_digest_is_that_of_the_manifest_and_of_nothing_else(tmp_path: Path) -> None:
    folder = bag(tmp_path / "run")

    assert seal(folder) == hashlib.sha256((folder / MANIFEST).read_bytes()).hexdigest()
    assert not is_sealed(bag(tmp_path / "other"))
    assert is_sealed(folder)


def test_another_library_validates_the_bag_also_with_odd_names(tmp_path: Path) -> None:
    folder = bag(tmp_path / "run", *ODD)
    seal(folder)
    read = bagit.Bag(str(folder))

    assert read.validate()
    assert len([name for name in read.entries if name.startswith("data/")]) == len(ODD)


def test_a_percent_sign_is_encoded_as_rfc_8493_wants(tmp_path: Path) -> None:
    """Section 2.1.3; the library `bagit` reads %0A and %0D back, but not %25, so it is not asked here."""
    folder = bag(tmp_path / "run", "50%.txt", "100%0A.txt", "100\n.txt")
    seal(folder)
    names = [line.split("  ", 1)[1] for line in (folder / MANIFEST).read_text().splitlines()]

    assert names == ["data/100%0A.txt", "data/100%250A.txt", "data/50%25.txt"]


def test_one_changed_byte_is_seen(tmp_path: Path) -> None:
    folder = bag(tmp_path / "run", *ODD)
    seal(folder)
    with (folder / "data" / ODD[0]).open("r+b") as file:
        file.write(b"!")

    with pytest.raises(bagit.BagValidationError, match="sha256 validation failed"):
        bagit.Bag(str(folder)).validate()


@pytest.mark.parametrize("what", ["too many", "too few"])
def test_a_file_too_many_or_too_few_is_seen(tmp_path: Path, what: str) -> None:
    folder = bag(tmp_path / "run")
    seal(folder)
    if what == "too many":
        (folder / "data" / "more.txt").write_text("more")
    else:
        (folder / "data" / "run.json").unlink()

    with pytest.raises(bagit.BagValidationError):
        bagit.Bag(str(folder)).validate()


def test_a_sealed_folder_is_never_sealed_again(tmp_path: Path) -> None:
    folder = bag(tmp_path / "run")
    seal(folder)
    before = {path: path.read_bytes() for path in folder.rglob("*") if path.is_file()}
    (folder / "data" / "late.txt").write_text("late")

    with pytest.raises(EvidenceError, match="not sealed yet"):
        seal(folder)
    assert all(path.read_bytes() == content for path, content in before.items())


def test_a_folder_without_data_is_no_evidence(tmp_path: Path) -> None:
    folder = bag(tmp_path / "run")
    for path in (folder / "data").rglob("*.*"):
        path.unlink()

    with pytest.raises(EvidenceError, match="empty"):
        seal(folder)
    assert not is_sealed(folder)
