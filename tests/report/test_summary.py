from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace

from harness.report.context import Context, Written
from harness.report.summary import write


def test_the_summary_lists_runs_verdicts_and_reports(
    context: Context, golden: Callable[[str, str], None]
) -> None:
    (run,) = context.runs
    made = (
        Written("allure-results", run.derived / "allure-results", run.id),
        Written("html", None, missing="no Node"),
        Written("junit", context.reports / f"{context.invocation}.junit.xml"),
    )
    (written,) = write(replace(context, written=made))

    assert written.path is not None
    assert [entry.name for entry in context.reports.iterdir()] == [f"{context.invocation}.json"]
    document = json.loads(written.path.read_text())
    assert document["reports"] == {"junit": f"{context.invocation}.junit.xml"}
    assert document["runs"][0]["reports"] == {"allure-results": f"{run.id}.derived/allure-results"}
    assert document["unmeasured"][0]["handset"] == "pixel"
    assert {item["claim"]: item["why"] for item in document["untested"]} == {
        "INC-02": "INC-02.address (Mint Browser) was not run",
        "CON-99": "Not yet: no driver.",
    }
    golden("summary.json", written.path.read_text("utf-8"))
