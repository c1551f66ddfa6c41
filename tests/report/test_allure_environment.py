from __future__ import annotations

import json
from pathlib import Path

from harness.model.judgement import Origin
from harness.report.allure_environment import Environment, combine, write_environment


def written(folder: Path, **changes: object) -> dict[str, str]:
    fields = {
        "invocation": "i",
        "run": "r",
        "handset": "april",
        "firmware": "Xiaomi/dipper:9",
        "origin": Origin.REHEARSAL,
        "facts": {},
    }
    write_environment(folder, Environment(**{**fields, **changes}))
    lines = (folder / "environment.properties").read_text("utf-8").splitlines()
    return dict(line.split(" = ", 1) for line in lines)


def test_a_rehearsal_is_called_one(tmp_path: Path) -> None:
    assert written(tmp_path)["april.origin"].startswith("REHEARSAL")
    assert json.loads((tmp_path / "executor.json").read_text())["reportName"].startswith("REHEARSAL")
    assert written(tmp_path, origin=Origin.MEASUREMENT)["april.origin"] == "Measurement of a phone"


def test_a_firmware_cannot_write_a_line_of_its_own(tmp_path: Path) -> None:
    lines = written(tmp_path, firmware="x\norigin = Measurement", facts={"a b:c=d#e!": "C:\\x"})

    assert lines["april.firmware"] == "x\\\\norigin = Measurement"
    assert lines["april.origin"].startswith("REHEARSAL")
    assert lines["april.a_b_c_d_e_"] == "C:\\\\x"


def test_failed_broken_and_skipped_have_a_category(tmp_path: Path) -> None:
    written(tmp_path / "new")
    categories = json.loads((tmp_path / "new" / "categories.json").read_text())

    assert [category["matchedStatuses"] for category in categories] == [["failed"], ["broken"], ["skipped"]]


def test_the_environments_of_all_handsets_are_one_and_categories_are_left_to_the_configuration(
    tmp_path: Path,
) -> None:
    folders = [tmp_path / "a", tmp_path / "b"]
    for folder, handset in zip(folders, ("april", "may"), strict=True):
        written(folder, handset=handset, facts={"grade": "screening"})
    combine([*folders, tmp_path])

    text = (folders[0] / "environment.properties").read_text("utf-8")
    assert "april.grade = screening\n" in text
    assert "may.grade = screening\n" in text
    assert not (folders[1] / "environment.properties").exists()
    assert not list(tmp_path.rglob("categories.json"))
