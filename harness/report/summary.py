"""`reports/<invocation>.json` (`claims/invocation/v1`): one `claims run`, its runs, what each said."""

from __future__ import annotations

import json
from typing import Any

from harness.report.context import Context, JudgedRun, Written
from harness.report.safe_text import one_line
from harness.report.untested import untested
from harness.report.whole_file import write_whole

NAME = "summary"
WHAT = "the index of the invocation, for machines"
SCHEMA = "claims/invocation/v1"


def write(context: Context) -> tuple[Written, ...]:
    """Write the file.  Paths in it are relative to the folder of reports."""
    path = context.reports / f"{context.invocation}.json"
    write_whole(path, json.dumps(to_dict(context), indent=1) + "\n")
    return (Written(NAME, path),)


def to_dict(context: Context) -> dict[str, Any]:
    """The content of the file."""
    return {
        "schema": SCHEMA,
        "invocation": context.invocation,
        "started": context.started,
        "ended": context.ended,
        "exit_code": context.exit_code,
        "reports": _reports(context, ""),
        "errors": [
            {"handset": one_line(handset), "error": one_line(error, 1000)}
            for handset, error in context.errors.items()
        ],
        "unmeasured": [
            {"handset": one_line(item.handset), "run": item.id, "why": one_line(item.why, 1000)}
            for item in context.unmeasured
        ],
        "untested": [
            {
                "claim": item.claim,
                "title": item.title,
                "in_part": item.in_part,
                "why": one_line(item.why, 2000),
            }
            for item in untested(context.ledger, {run.handset: run.judgements for run in context.runs})
        ],
        "runs": [_run(context, run) for run in context.runs],
    }


def _run(context: Context, run: JudgedRun) -> dict[str, Any]:
    return {
        "run": run.id,
        "handset": one_line(run.handset),
        "firmware": one_line(run.facts.firmware),
        "origin": run.origin.value,
        "grade": run.facts.grade,
        "folder": run.id,
        "sealed": run.seal is not None,
        "seal": run.seal,
        "reports": _reports(context, run.id),
        "verdicts": {
            claim: {"outcome": verdict.outcome.value, "because": one_line(verdict.because, 2000)}
            for claim, verdict in sorted(run.verdicts.items())
        },
    }


def _reports(context: Context, run: str) -> dict[str, str]:
    return {
        item.name: item.path.relative_to(context.reports).as_posix()
        for item in context.written
        if item.path is not None and item.run == run
    }
