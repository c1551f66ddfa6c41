"""`reports/<invocation>.json` (`claims/invocation/v1`): one `claims run`, its runs, what each said."""

from __future__ import annotations

import json
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from harness.model.judgement import Origin
from harness.report.safe_text import one_line
from harness.report.verdict import Verdict

SCHEMA = "claims/invocation/v1"


@dataclass(frozen=True, slots=True)
class RunSummary:
    """One run: where its evidence lies, its verdict by claim id, its reports by format.

    `seal` is the SHA-256 of its manifest, None where the run is not sealed.
    """

    run: str
    handset: str
    firmware: str
    origin: Origin
    grade: str
    folder: str
    seal: str | None
    verdicts: Mapping[str, Verdict]
    reports: Mapping[str, str]


@dataclass(frozen=True, slots=True)
class InvocationSummary:
    """One `claims run`.  Times are UTC, ISO 8601; `exit_code` is what the command ended with.

    `errors` says by handset why it was not judged, or not put back.
    """

    invocation: str
    started: str
    ended: str
    exit_code: int
    runs: tuple[RunSummary, ...]
    reports: Mapping[str, str]
    errors: Mapping[str, str] = field(default_factory=dict)


def write_summary(reports: Path, summary: InvocationSummary) -> Path:
    """Writes the file whole or not at all, and returns its path.  Paths in it are relative to `reports`."""
    reports.mkdir(parents=True, exist_ok=True)
    path = reports / f"{summary.invocation}.json"
    new = path.with_name(path.name + ".new")
    try:
        new.write_text(json.dumps(to_dict(summary), indent=1) + "\n", "utf-8")
        new.replace(path)
    except OSError:
        new.unlink(missing_ok=True)
        raise
    return path


def to_dict(summary: InvocationSummary) -> dict[str, Any]:
    """The content of the file."""
    return {
        "schema": SCHEMA,
        "invocation": summary.invocation,
        "started": summary.started,
        "ended": summary.ended,
        "exit_code": summary.exit_code,
        "reports": dict(summary.reports),
        "errors": [
            {"handset": one_line(handset), "error": one_line(error, 1000)}
            for handset, error in summary.errors.items()
        ],
        "runs": [
            {
                "run": run.run,
                "handset": one_line(run.handset),
                "firmware": one_line(run.firmware),
                "origin": run.origin.value,
                "grade": run.grade,
                "folder": run.folder,
                "sealed": run.seal is not None,
                "seal": run.seal,
                "reports": dict(run.reports),
                "verdicts": {
                    claim: {"outcome": verdict.outcome.value, "because": one_line(verdict.because, 1000)}
                    for claim, verdict in sorted(run.verdicts.items())
                },
            }
            for run in summary.runs
        ],
    }
