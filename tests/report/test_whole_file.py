from __future__ import annotations

from pathlib import Path

import pytest

from harness.report.whole_file import write_whole


def test_a_file_is_new_as_a_whole_and_old_where_writing_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    path = tmp_path / "folder" / "a.json"
    write_whole(path, "old \udc80\n")

    def full(self: Path, data: bytes) -> int:
        raise OSError("no space left")

    monkeypatch.setattr(Path, "write_bytes", full)
    with pytest.raises(OSError, match="no space"):
        write_whole(path, "new")
    assert path.read_bytes() == b"old \\udc80\n"
    assert [item.name for item in path.parent.iterdir()] == ["a.json"]
