from __future__ import annotations

import pytest

from harness.virtual.state import Document, StateFolder, replace_file


def test_a_saved_document_reads_back(tmp_path):
    document = Document(tmp_path / "a.json")
    assert document.is_new
    document.data["key"] = ["value"]
    document.save()

    assert Document(tmp_path / "a.json").data == {"key": ["value"]}


def test_a_document_that_is_no_object_is_refused(tmp_path):
    (tmp_path / "a.json").write_text("[1]")

    with pytest.raises(ValueError, match="JSON object"):
        Document(tmp_path / "a.json")


def test_the_seed_stays_and_differs_between_folders(tmp_path):
    first = StateFolder(tmp_path / "a")

    assert first.seed() == StateFolder(tmp_path / "a").seed()
    assert first.seed() != StateFolder(tmp_path / "b").seed()


def test_replacing_leaves_nothing_beside_the_file(tmp_path):
    replace_file(tmp_path / "x", b"one")
    replace_file(tmp_path / "x", b"two")

    assert [(path.name, path.read_bytes()) for path in tmp_path.iterdir()] == [("x", b"two")]
