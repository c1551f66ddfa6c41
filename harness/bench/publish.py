"""The reports of an invocation: Allure results and page, the summary, and where they lie."""

from __future__ import annotations

import json
import os
import time
from collections.abc import Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.bench.final import SERVICES
from harness.bench.invocation import Invocation, said
from harness.bench.measuring import HandsetProcess
from harness.bench.shipped import shipped_folder
from harness.bench.tables import Tables
from harness.evidence.seal import digest_of
from harness.model.claim import Claim
from harness.model.errors import HarnessError, SetupError
from harness.model.judgement import Judgement, Origin
from harness.report.allure_environment import Environment, write_environment
from harness.report.allure_html import NAMED, PACKAGE, generator, write_html
from harness.report.allure_page import Untested
from harness.report.allure_results import finalise
from harness.report.allure_unmeasured import write_unmeasured
from harness.report.background import Background, background_of
from harness.report.har import traffic_of
from harness.report.summary import InvocationSummary, RunSummary, write_summary
from harness.report.verdict import Verdict
from harness.store.run import StoredRun

_NO_PAGE = f"(none: Node 20 and the generator make one; `npm install {PACKAGE}` in this folder adds it)"


@dataclass(frozen=True, slots=True)
class Published:
    """What was written: the summary and every path worth looking at, by name."""

    summary: Path
    paths: tuple[tuple[str, str], ...]


def publish(
    invocation: Invocation, verdicts: Mapping[str, Mapping[str, Verdict]], code: int, ended: str
) -> Published:
    """Write the reports of an invocation.

    Raises SetupError where one cannot be written; the summary is written all the same, if it can be.
    """
    failed: HarnessError | OSError | None = None
    html: Path | None = None
    paths: list[tuple[str, str]] = []
    try:
        results = [folder for item in invocation.handsets if (folder := _results(invocation, item))]
        html = _page(invocation, results)
        if results:
            paths.append(("report", str(html or _NO_PAGE)))
    except (HarnessError, OSError) as error:
        failed = error
    summary = InvocationSummary(
        invocation.id,
        invocation.started,
        ended,
        code,
        tuple(_summary(item, verdicts) for item in invocation.handsets if item.judgements),
        {"html": html.name} if html else {},
        {item.job.stand.name: item.error for item in invocation.handsets if item.error},
    )
    try:
        written = write_summary(invocation.reports, summary)
    except OSError as error:
        failed = failed or error
    if failed:
        errors = [f"{item.job.stand.name}: {item.error}" for item in invocation.handsets if item.error]
        where = f"what was recorded lies in {invocation.reports}, see `claims judge`"
        found = "; ".join((said(failed), *errors, where))
        raise SetupError(f"wanted every report of {invocation.id} written, found {found}") from failed
    paths.append(("summary", str(written)))
    for item in invocation.handsets:
        if item.job.folder.exists():
            paths.append(("evidence", str(item.job.folder)))
            if digest := digest_of(item.job.folder):
                paths.append(("its seal", f"SHA-256 {digest}"))
    return Published(written, tuple(paths))


def _results(invocation: Invocation, item: HandsetProcess) -> Path | None:
    """The Allure results of a handset, finished; None where nothing is to be said of it."""
    folder = item.job.derived / "allure-results"
    if not item.judgements:
        if not item.job.folder.exists() and not any(other.judgements for other in invocation.handsets):
            return None
        now = time.time_ns() // 1_000_000
        write_unmeasured(folder, item.job.stand.name, item.job.run, item.error or "nothing was judged", now)
        return folder
    run, origin = StoredRun(item.job.folder), item.judgements[0].origin
    facts = run.facts()
    versions = {package.name: package.version for package in facts.packages}
    apps = {app.package: versions.get(app.package, "absent") for app in invocation.tables.ledger.apps}
    about = {"grade": facts.grade} | apps
    name = item.job.stand.name
    write_environment(folder, Environment(invocation.id, item.job.run, name, facts.firmware, origin, about))
    background = _background(run, invocation.tables, item.judgements)
    finalise(folder, item.judgements, item.job.run, traffic_of(run, item.judgements), background)
    return folder


def _page(invocation: Invocation, results: Sequence[Path]) -> Path | None:
    """The HTML page; None where there is nothing to show or no generator."""
    allure = generator((shipped_folder(), Path.cwd()), os.environ.get(NAMED))
    if allure is None or not results:
        return None
    origins = {_origin(item) for item in invocation.handsets}
    banner = Origin.REHEARSAL if Origin.REHEARSAL in origins else Origin.MEASUREMENT
    judged = {found.claim for item in invocation.handsets for found in item.judgements}
    title, claims = f"Claims {invocation.id}", invocation.tables.ledger.claims
    html = invocation.reports / f"{invocation.id}.html"
    write_html(results, html, allure, banner, title, untested(claims, judged))
    return html


def _origin(item: HandsetProcess) -> Origin:
    if item.judgements:
        return item.judgements[0].origin
    return Origin.REHEARSAL if item.job.stand.simulated else Origin.MEASUREMENT


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


def _summary(item: HandsetProcess, verdicts: Mapping[str, Mapping[str, Verdict]]) -> RunSummary:
    return RunSummary(
        run=item.job.run,
        handset=item.job.stand.name,
        firmware=StoredRun(item.job.folder).facts().firmware,
        origin=_origin(item),
        grade=item.job.grade,
        folder=item.job.folder.name,
        seal=digest_of(item.job.folder),
        verdicts=verdicts[item.job.stand.name],
        reports={"allure-results": f"{item.job.derived.name}/allure-results"},
    )
