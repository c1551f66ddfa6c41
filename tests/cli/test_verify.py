"""`claims verify RUN`: the seal is whole, or the file that is not as it was sealed is named."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from harness.cli.main import exit_code
from harness.evidence.seal import MANIFEST, seal


@pytest.fixture
def run(tmp_path: Path) -> Path:
    folder = tmp_path / "run"
    (folder / "data").mkdir(parents=True)
    (folder / "bagit.txt").write_text("BagIt-Version: 1.0\nTag-File-Character-Encoding: UTF-8\n")
    (folder / "data" / "run.json").write_text("{}")
    return folder


def test_a_whole_seal_is_said_with_its_digest_and_its_limit(
    run: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    seal(run)

    assert exit_code(["verify", str(run)]) == 0
    said = capsys.readouterr().out
    assert hashlib.sha256((run / MANIFEST).read_bytes()).hexdigest() in said
    assert "1 file," in said
    assert "no signature yet" in said


def test_a_changed_file_is_named(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    seal(run)
    (run / "data" / "run.json").write_text("{ }")

    assert exit_code(["verify", str(run)]) == 3
    assert "data/run.json: changed since the run was sealed" in capsys.readouterr().err


@pytest.mark.parametrize("missing", ["nowhere", "."])
def test_what_is_no_run_is_refused_in_words(
    tmp_path: Path, missing: str, capsys: pytest.CaptureFixture[str]
) -> None:
    assert exit_code(["verify", str(tmp_path / missing)]) == 3
    said = capsys.readouterr().err
    assert "wanted a run folder, found" in said
    assert "Errno" not in said


def test_an_unsealed_run_cannot_verify(run: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert exit_code(["verify", str(run)]) == 3
    assert "wanted a sealed run" in capsys.readouterr().err
