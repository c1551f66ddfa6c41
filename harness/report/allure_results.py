"""What Allure reads: pytest's results of every run with their final verdicts, beside the sealed run."""

from __future__ import annotations

from harness.report.allure_environment import Environment, write_environment
from harness.report.allure_final import finalise
from harness.report.attachments import store_once
from harness.report.context import Context, JudgedRun, Written
from harness.report.har import traffic_of

NAME = "allure-results"
WHAT = "results for Allure, one folder for each run"


def write(context: Context) -> tuple[Written, ...]:
    """Rewrite the results of every run from its final judgements."""
    return tuple(_write(context, run) for run in context.runs)


def _write(context: Context, run: JudgedRun) -> Written:
    folder = run.derived / NAME
    versions = {
        app.package: run.background.versions.get(app.package, "absent") for app in context.ledger.apps
    }
    environment = Environment(
        context.invocation,
        run.id,
        run.handset,
        run.facts.firmware,
        run.origin,
        {"grade": run.facts.grade} | versions,
    )
    write_environment(folder, environment)
    finalise(folder, run.judgements, run.id, traffic_of(run.recording, run.judgements), run.background)
    store_once(folder)
    return Written(NAME, folder, run.id)
