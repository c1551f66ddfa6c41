from __future__ import annotations

import json

import pytest

from harness.model.errors import SetupError
from harness.store.completeness import missing_lines
from harness.store.folder import LINE_FILES, RunFolder
from harness.store.lines import read_lines


def test_a_folder_is_a_bag_from_the_first_byte(tmp_path):
    folder = RunFolder(tmp_path / "run")
    assert (tmp_path / "run" / "bagit.txt").read_text().startswith("BagIt-Version: 1.0\n")
    assert {path.stem for path in folder.data.glob("*.jsonl")} == set(LINE_FILES)
    folder.close()
    assert not folder.sequence_path.exists()


def test_one_number_orders_the_lines_of_all_files(tmp_path):
    folder = RunFolder(tmp_path / "run")
    numbers = [folder.line(file, {"n": at}) for at, file in enumerate(LINE_FILES * 2)]
    folder.close()
    (folder.data / "exchanges.jsonl").touch()
    assert numbers == list(range(1, 2 * len(LINE_FILES) + 1))
    assert missing_lines(folder.data, LINE_FILES) == ()
    assert [line["n"] for line in read_lines(folder.data / "planted.jsonl")] == [1, 1 + len(LINE_FILES)]


def test_whole_files_are_there_or_not(tmp_path):
    folder = RunFolder(tmp_path / "run")
    folder.document("plan.json", {"b": 1, "a": "ä"})
    path = folder.blob("screens/0001.jpg", b"\xff")
    folder.text("features/incognito/x.feature", "Feature: x")
    assert json.loads((folder.data / "plan.json").read_text("utf-8")) == {"a": "ä", "b": 1}
    assert path.read_bytes() == b"\xff"
    assert (folder.data / "features" / "incognito" / "x.feature").exists()
    assert not list(folder.data.rglob("*.part"))
    folder.close()


def test_a_run_is_never_written_twice(tmp_path):
    RunFolder(tmp_path / "run").close()
    with pytest.raises(SetupError, match="choose another run id"):
        RunFolder(tmp_path / "run")
