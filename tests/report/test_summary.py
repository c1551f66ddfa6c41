from __future__ import annotations

import json
from collections.abc import Callable
from pathlib import Path

from harness.model.judgement import Origin, Outcome
from harness.report.summary import InvocationSummary, RunSummary, write_summary
from harness.report.verdict import Verdict


def test_the_summary_lists_runs_and_reports(tmp_path: Path, golden: Callable[[str, str], None]) -> None:
    run = RunSummary(
        run="20261122T143005Z-april-2020-0a1b2c",
        handset="april-2020",
        firmware="Xiaomi/dipper:9\x1b[2J",
        origin=Origin.REHEARSAL,
        grade="screening",
        folder="20261122T143005Z-april-2020-0a1b2c",
        seal="0" * 64,
        verdicts={
            "INC-02": Verdict(Outcome.VIOLATED, "sighted"),
            "ENC-01": Verdict(Outcome.UNPROVEN, "intercepted"),
        },
        reports={"allure": "20261122T143005Z-april-2020-0a1b2c.derived/allure-results"},
    )
    summary = InvocationSummary(
        "20261122T143001Z-9f8e7d",
        "2026-11-22T14:30:01.000000Z",
        "2026-11-22T14:32:40.000000Z",
        1,
        (run,),
        {"html": "20261122T143001Z-9f8e7d.html"},
        {"gone": "wanted a phone at 127.0.0.1:9, found none\x1b[2J"},
    )
    path = write_summary(tmp_path / "reports", summary)

    assert path.name == "20261122T143001Z-9f8e7d.json"
    assert [entry.name for entry in path.parent.iterdir()] == [path.name]
    assert json.loads(path.read_text())["runs"][0]["verdicts"]["INC-02"]["outcome"] == "violated"
    golden("summary.json", path.read_text("utf-8"))
