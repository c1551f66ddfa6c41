"""The reports of an invocation: Allure results and page, the summary, and where they lie."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from harness.bench.invocation import HandsetProcess, Invocation
from harness.bench.tables import features_folder
from harness.evidence.seal import is_sealed
from harness.model.judgement import Origin
from harness.report.allure_environment import Environment, write_environment
from harness.report.allure_html import generator, write_html
from harness.report.allure_results import finalise
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
        finalise(folder, item.judgements, item.job.run, traffic)
        results.append(folder)
        runs.append(_summary(item, facts.firmware, origin, verdicts))
    paths: list[tuple[str, Path]] = []
    html = invocation.reports / f"{invocation.id}.html"
    allure = generator(features_folder().parent)
    if allure is not None and results:
        banner = Origin.REHEARSAL if Origin.REHEARSAL in origins else Origin.MEASUREMENT
        write_html(results, html, allure, banner, f"Claims {invocation.id}")
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
