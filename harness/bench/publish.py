"""The reports of an invocation: Allure results and page, the summary, and where they lie."""

from __future__ import annotations

import json
from collections.abc import Collection, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.bench.final import SERVICES
from harness.bench.invocation import HandsetProcess, Invocation
from harness.bench.tables import Tables, features_folder
from harness.bench.verdicts import verdicts_of
from harness.evidence.seal import is_sealed
from harness.model.claim import Claim
from harness.model.judgement import Origin
from harness.report.allure_environment import Environment, write_environment
from harness.report.allure_html import generator, write_html
from harness.report.allure_page import Untested
from harness.report.allure_results import finalise
from harness.report.background import background_of
from harness.report.context import JudgedRun
from harness.report.har import traffic_of
from harness.report.summary import InvocationSummary, RunSummary, write_summary
from harness.store.run import StoredRun


@dataclass(frozen=True, slots=True)
class Published:
    """What was written: the summary and every path worth looking at, by name."""

    summary: Path
    paths: tuple[tuple[str, Path], ...]


def judged_runs(invocation: Invocation) -> tuple[JudgedRun, ...]:
    """Every run of the invocation that was judged, with its verdicts.  Raises EvidenceError."""
    return tuple(_judged(item, invocation.tables) for item in invocation.handsets if item.judgements)


def publish(invocation: Invocation, judged: Sequence[JudgedRun], code: int, ended: str) -> Published:
    """Write the reports of everything that was judged.  Raises HarnessError where one cannot be written."""
    runs: list[RunSummary] = []
    results: list[Path] = []
    apps = [app.package for app in invocation.tables.ledger.apps]
    for run in judged:
        folder = run.derived / "allure-results"
        versions = {name: run.background.versions.get(name, "absent") for name in apps}
        environment = Environment(
            invocation.id,
            run.id,
            run.handset,
            run.facts.firmware,
            run.origin,
            {"grade": run.facts.grade} | versions,
        )
        write_environment(folder, environment)
        traffic = traffic_of(run.recording, run.judgements)
        finalise(folder, run.judgements, run.id, traffic, run.background)
        results.append(folder)
        runs.append(_summary(run))
    paths: list[tuple[str, Path]] = []
    html = invocation.reports / f"{invocation.id}.html"
    allure = generator(features_folder().parent)
    if allure is not None and results:
        rehearsed = any(run.origin is Origin.REHEARSAL for run in judged)
        banner = Origin.REHEARSAL if rehearsed else Origin.MEASUREMENT
        claims = {claim for run in judged for claim in run.verdicts}
        title = f"Claims {invocation.id}"
        write_html(results, html, allure, banner, title, untested(invocation.tables.ledger.claims, claims))
        paths.append(("report", html))
    elif results:
        paths.append(("report", Path("(none: Node or the pinned allure is not installed; run `make run`)")))
    summary = write_summary(
        invocation.reports,
        InvocationSummary(
            invocation.id,
            invocation.started,
            ended,
            code,
            tuple(runs),
            {"html": html.name} if html.exists() else {},
            {item.job.stand.name: item.error for item in invocation.handsets if item.error},
        ),
    )
    paths.append(("summary", summary))
    paths += [("evidence", item.job.folder) for item in invocation.handsets if item.job.folder.exists()]
    return Published(summary, tuple(paths))


def untested(claims: Sequence[Claim], judged: Collection[str]) -> tuple[Untested, ...]:
    """Every claim, or part of one, of which these judgements say nothing, with the reason."""
    found = []
    for claim in claims:
        why = [claim.untested] if claim.untested else []
        if claim.propositions and claim.id not in judged:
            why.insert(0, "not judged in this run")
        if why:
            part = "in part: " if claim.id in judged else ""
            found.append(Untested(claim.id, claim.title, part + "; ".join(why)))
    return tuple(found)


def _judged(item: HandsetProcess, tables: Tables) -> JudgedRun:
    recording = StoredRun(item.job.folder)
    facts = recording.facts()
    lines = [json.loads(line) for line in recording.text("identifiers.jsonl").splitlines() if line.strip()]
    background = background_of(
        recording,
        item.judgements,
        tables.ledger.claims,
        {app.package: app.title for app in tables.ledger.apps},
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


def _summary(run: JudgedRun) -> RunSummary:
    return RunSummary(
        run=run.id,
        handset=run.handset,
        firmware=run.facts.firmware,
        origin=run.origin,
        grade=run.facts.grade,
        folder=run.id,
        sealed=run.sealed,
        verdicts=run.verdicts,
        reports={"allure-results": f"{run.derived.name}/allure-results"},
    )
