"""The reports of an invocation: Allure results and page, the summary, and where they lie."""

from __future__ import annotations

import json
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.bench.final import SERVICES
from harness.bench.invocation import HandsetProcess, Invocation
from harness.bench.shipped import features_folder
from harness.bench.tables import Tables
from harness.evidence.seal import is_sealed
from harness.model.claim import Claim
from harness.model.judgement import Judgement, Origin
from harness.report.allure_environment import Environment, write_environment
from harness.report.allure_html import generator, write_html
from harness.report.allure_page import Untested
from harness.report.allure_results import finalise
from harness.report.background import Background, background_of
from harness.report.har import traffic_of
from harness.report.summary import InvocationSummary, RunSummary, write_summary
from harness.report.verdict import Verdict
from harness.store.run import StoredRun


@dataclass(frozen=True, slots=True)
class Published:
    """What was written: the summary and every path worth looking at, by name."""

    summary: Path
    paths: tuple[tuple[str, Path], ...]


def publish(
    invocation: Invocation, verdicts: Mapping[str, Mapping[str, Verdict]], code: int, ended: str
) -> Published:
    """Write the reports of everything that was judged.  Raises HarnessError where one cannot be written."""
    runs: list[RunSummary] = []
    results: list[Path] = []
    origins: set[Origin] = set()
    for item in invocation.handsets:
        if not item.judgements:
            continue
        folder = item.job.derived / "allure-results"
        facts = StoredRun(item.job.folder).facts()
        origin = item.judgements[0].origin
        origins.add(origin)
        versions = {package.name: package.version for package in facts.packages}
        apps = {app.package: versions.get(app.package, "absent") for app in invocation.tables.ledger.apps}
        environment = Environment(
            invocation.id,
            item.job.run,
            item.job.stand.name,
            facts.firmware,
            origin,
            {"grade": facts.grade} | apps,
        )
        write_environment(folder, environment)
        traffic = traffic_of(StoredRun(item.job.folder), item.judgements)
        background = _background(StoredRun(item.job.folder), invocation.tables, item.judgements)
        finalise(folder, item.judgements, item.job.run, traffic, background)
        results.append(folder)
        runs.append(_summary(item, facts.firmware, origin, verdicts))
    paths: list[tuple[str, Path]] = []
    html = invocation.reports / f"{invocation.id}.html"
    allure = generator(features_folder().parent)
    if allure is not None and results:
        banner = Origin.REHEARSAL if Origin.REHEARSAL in origins else Origin.MEASUREMENT
        judged = {found.claim for item in invocation.handsets for found in item.judgements}
        title = f"Claims {invocation.id}"
        write_html(results, html, allure, banner, title, untested(invocation.tables.ledger.claims, judged))
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


def _background(run: StoredRun, tables: Tables, judgements: Sequence[Judgement]) -> Background:
    facts = run.facts()
    lines = [json.loads(line) for line in run.text("identifiers.jsonl").splitlines() if line.strip()]
    return background_of(
        run,
        judgements,
        tables.ledger.claims,
        {app.package: app.title for app in tables.ledger.apps},
        lambda host: tables.classify(host, facts.canary_domain, SERVICES),
        [str(line["name"]) for line in lines if str(line.get("route", "")).startswith("root")],
    )


def _summary(
    item: HandsetProcess, firmware: str, origin: Origin, verdicts: Mapping[str, Mapping[str, Verdict]]
) -> RunSummary:
    return RunSummary(
        run=item.job.run,
        handset=item.job.stand.name,
        firmware=firmware,
        origin=origin,
        grade=item.job.grade,
        folder=item.job.folder.name,
        sealed=is_sealed(item.job.folder),
        verdicts=verdicts[item.job.stand.name],
        reports={"allure-results": f"{item.job.derived.name}/allure-results"},
    )
