from __future__ import annotations

from pathlib import Path

import pytest

from harness.bench.config import load_devices
from harness.cli.main import exit_code


@pytest.fixture(autouse=True)
def folder(tmp_path: Path, monkeypatch) -> Path:
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_a_new_bench_reads_and_says_how_a_phone_is_added(folder: Path, capsys) -> None:
    assert exit_code(["init"]) == 0
    assert "claims run" in capsys.readouterr().out

    assert [device.virtual is not None for device in load_devices(folder / "devices.yaml")]
    assert "# - name: my-redmi" in (folder / "devices.yaml").read_text("utf-8")


def test_a_bench_that_is_there_is_left_as_it_is(folder: Path, capsys) -> None:
    (folder / "devices.yaml").write_text("mine")

    assert exit_code(["init"]) == 3
    assert "left as it is" in capsys.readouterr().err
    assert (folder / "devices.yaml").read_text() == "mine"


def test_a_folder_that_cannot_be_written_is_one_line(folder: Path, capsys, monkeypatch) -> None:
    (folder / "gone").mkdir()
    monkeypatch.chdir(folder / "gone")
    (folder / "gone").rmdir()

    assert exit_code(["init"]) == 3
    assert "wanted to write devices.yaml, found: No such file" in capsys.readouterr().err
