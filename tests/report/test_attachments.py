"""What is equal takes its place once, and nothing of it is lost."""

from __future__ import annotations

from pathlib import Path

import pytest

from harness.report.attachments import embed_once, store_once


def test_equal_attachments_are_one_file_with_each_name(tmp_path: Path) -> None:
    for name, text in {"a": "screen", "b": "screen", "c": "other"}.items():
        (tmp_path / f"{name}-attachment.txt").write_text(text)
    (tmp_path / "a-result.json").write_text("screen")
    for _ in range(2):
        store_once(tmp_path)

    files = {path.name[0]: path for path in tmp_path.glob("*-attachment.txt")}
    assert {name: path.read_text() for name, path in files.items()} == {
        "a": "screen",
        "b": "screen",
        "c": "other",
    }
    assert files["a"].samefile(files["b"])
    assert (tmp_path / "a-result.json").stat().st_nlink == 1
    assert len(list(tmp_path.iterdir())) == 4


def test_without_hard_links_copies_stay(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def refused(self: Path, target: Path) -> None:
        raise PermissionError("no links here")

    monkeypatch.setattr(Path, "hardlink_to", refused)
    for name in "ab":
        (tmp_path / f"{name}-attachment.txt").write_text("screen")
    store_once(tmp_path)

    assert [path.read_text() for path in sorted(tmp_path.iterdir())] == ["screen", "screen"]


def test_a_page_has_each_content_once_and_every_name() -> None:
    page = (
        '[d("widgets/a.json","AA=="),d("widgets/b.json","AA=="),'
        'd("data/attachments/1.jpg","/9j+AA=="),d("data/attachments/2.jpg","/9j+AA=="),'
        'd("data/attachments/3.txt","BB==")]'
    )

    assert embed_once(page) == page.replace(
        '2.jpg","/9j+AA=="', '2.jpg",window.allureReportData["data/attachments/1.jpg"]'
    )
    assert embed_once(embed_once(page)) == embed_once(page)
