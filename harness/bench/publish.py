"""The reports of an invocation: every format of the registry, and where its files lie."""

from __future__ import annotations

import json
from collections.abc import Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from harness.bench.final import SERVICES
from harness.bench.invocation import HandsetProcess, Invocation
from harness.bench.tables import Tables, features_folder
from harness.bench.verdicts import verdicts_of
from harness.evidence.seal import is_sealed
from harness.report import summary
from harness.report.background import background_of
from harness.report.context import Context, JudgedRun
from harness.report.registry import FORMATS
from harness.report.words import todays_words
from harness.store.run import StoredRun


@dataclass(frozen=True, slots=True)
class Published:
    """What was written: the summary and every path worth looking at by name, or why it is not there."""

    summary: Path
    paths: tuple[tuple[str, Path | str], ...]


def judged_runs(invocation: Invocation) -> tuple[JudgedRun, ...]:
    """Every run of the invocation that was judged, with its verdicts.  Raises EvidenceError."""
    return tuple(_judged(item, invocation.tables) for item in invocation.handsets if item.judgements)


def publish(invocation: Invocation, judged: Sequence[JudgedRun], code: int, ended: str) -> Published:
    """Write every report of what was judged.  Raises HarnessError where one cannot be written."""
    context = Context(
        invocation=invocation.id,
        started=invocation.started,
        ended=ended,
        exit_code=code,
        reports=invocation.reports,
        project=features_folder().parent,
        ledger=invocation.tables.ledger,
        runs=tuple(judged),
        errors={item.job.stand.name: item.error for item in invocation.handsets if item.error},
    )
    for form in FORMATS:
        context = replace(context, written=(*context.written, *form.write(context)))
    shown = [(item.name, item.path or f"({item.missing})") for item in context.written if not item.run]
    folders = [item.job.folder for item in invocation.handsets if item.job.folder.exists()]
    return Published(
        next(item.path for item in context.written if item.name == summary.NAME and item.path),
        (*shown, *(("evidence", folder) for folder in folders)),
    )


def _judged(item: HandsetProcess, tables: Tables) -> JudgedRun:
    recording = StoredRun(item.job.folder)
    facts = recording.facts()
    lines = [json.loads(line) for line in recording.text("identifiers.jsonl").splitlines() if line.strip()]
    background = background_of(
        recording,
        item.judgements,
        tables.ledger.claims,
        {app.package: app.title for app in tables.ledger.apps},
        todays_words(),
        lambda host: tables.classify(host, facts.canary_domain, SERVICES),
        [str(line["name"]) for line in lines if str(line.get("route", "")).startswith("root")],
    )
    return JudgedRun(
        handset=item.job.stand.name,
        recording=recording,
        facts=facts,
        derived=item.job.derived,
        sealed=is_sealed(item.job.folder),
        judgements=item.judgements,
        verdicts=verdicts_of(item.judgements, tables.ledger, background),
        background=background,
    )
