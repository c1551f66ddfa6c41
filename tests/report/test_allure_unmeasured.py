from __future__ import annotations

import json
from pathlib import Path

from harness.report.allure_scenario import RUN_LABEL
from harness.report.allure_unmeasured import write_unmeasured


def test_a_handset_that_was_not_measured_is_one_broken_result_with_its_reason(tmp_path: Path) -> None:
    path = write_unmeasured(tmp_path / "results", "desk", "RUN", "wanted root,\nfound \x1b[31mnone", 1000)
    result = json.loads(path.read_text("utf-8"))

    assert [item.name for item in (tmp_path / "results").iterdir()] == [path.name]
    assert (result["name"], result["status"]) == ("desk was not measured", "broken")
    assert "wanted root," in result["statusDetails"]["message"]
    assert "\x1b" not in path.read_text("utf-8")
    assert {"name": RUN_LABEL, "value": "RUN"} in result["labels"]
    assert (result["start"], result["stop"]) == (1000, 1000)


def test_written_again_it_is_the_same_result(tmp_path: Path) -> None:
    first = write_unmeasured(tmp_path, "desk", "RUN", "why", 1)

    assert write_unmeasured(tmp_path, "desk", "RUN", "why else", 2) == first
