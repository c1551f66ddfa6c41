"""What Allure reads: pytest's results of every run with their final verdicts, beside the sealed run."""

from __future__ import annotations

from datetime import datetime

from harness.report.allure_environment import Environment, write_environment
from harness.report.allure_final import finalise
from harness.report.allure_unmeasured import write_unmeasured
from harness.report.attachments import store_once
from harness.report.context import Context, JudgedRun, UnmeasuredRun, Written
from harness.report.har import traffic_of

NAME = "allure-results"
WHAT = "results for Allure, one folder for each run"


def write(context: Context) -> tuple[Written, ...]:
    """Rewrite the results of every run from its final judgements; say so where a handset has none."""
    judged = tuple(_write(context, run) for run in context.runs)
    told = context.runs or any(run.derived.with_suffix("").exists() for run in context.unmeasured)
    return (*judged, *(_unmeasured(context, run) for run in context.unmeasured if told))


def _unmeasured(context: Context, run: UnmeasuredRun) -> Written:
    ended = int(datetime.fromisoformat(context.ended).timestamp() * 1000)
    folder = run.derived / NAME
    write_unmeasured(folder, run.handset, run.id, run.why, ended)
    return Written(NAME, folder, run.id)


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
