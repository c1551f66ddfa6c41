"""The reports of an invocation: every format of the registry, and where its files lie."""

from __future__ import annotations

import os
from collections.abc import Collection, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from harness.bench.invocation import Invocation, said
from harness.bench.measuring import HandsetProcess
from harness.evidence.seal import digest_of
from harness.model.errors import HarnessError, SetupError
from harness.report import summary
from harness.report.allure_html import NAMED
from harness.report.background import background_of_run
from harness.report.context import Context, JudgedRun, UnmeasuredRun
from harness.report.registry import FORMATS
from harness.report.verdicts import verdicts_of
from harness.ruling.shipped import shipped_folder
from harness.ruling.tables import Study
from harness.store.run import StoredRun


@dataclass(frozen=True, slots=True)
class Published:
    """What was written: the summary and every path worth looking at by name, or why it is not there."""

    summary: Path
    paths: tuple[tuple[str, Path | str], ...]


def judged_runs(invocation: Invocation) -> tuple[JudgedRun, ...]:
    """Every run of the invocation that was judged, with its verdicts.  Raises EvidenceError."""
    wanted = {name.partition(".")[0] for name in invocation.propositions}
    return tuple(_judged(item, invocation.study, wanted) for item in invocation.handsets if item.judgements)


def publish(invocation: Invocation, judged: Sequence[JudgedRun], code: int, ended: str) -> Published:
    """Write every report of an invocation.

    Raises SetupError where one cannot be written; the others are written all the same.
    """
    context = Context(
        invocation=invocation.id,
        started=invocation.started,
        ended=ended,
        exit_code=code,
        reports=invocation.reports,
        generators=(shipped_folder(), Path.cwd()),
        generator=os.environ.get(NAMED),
        ledger=invocation.study.tables.ledger,
        runs=tuple(judged),
        unmeasured=tuple(_unmeasured(item) for item in invocation.handsets if not item.judgements),
        errors={item.job.stand.name: item.error for item in invocation.handsets if item.error},
    )
    failed: HarnessError | OSError | None = None
    for form in FORMATS:
        try:
            context = replace(context, written=(*context.written, *form.write(context)))
        except (HarnessError, OSError) as error:
            failed = failed or error
    if failed:
        errors = [f"{item.job.stand.name}: {item.error}" for item in invocation.handsets if item.error]
        where = f"what was recorded lies in {invocation.reports}, see `claims judge`"
        found = "; ".join((said(failed), *errors, where))
        raise SetupError(f"wanted every report of {invocation.id} written, found {found}") from failed
    paths: list[tuple[str, Path | str]] = [
        (item.name, item.path or f"({item.missing})") for item in context.written if not item.run
    ]
    for item in invocation.handsets:
        if item.job.folder.exists():
            paths.append(("evidence", item.job.folder))
            if digest := digest_of(item.job.folder):
                paths.append(("its seal", f"SHA-256 {digest}"))
    index = next(item.path for item in context.written if item.name == summary.NAME and item.path)
    return Published(index, tuple(paths))


def _unmeasured(item: HandsetProcess) -> UnmeasuredRun:
    return UnmeasuredRun(
        handset=item.job.stand.name,
        id=item.job.run,
        derived=item.job.derived,
        simulated=item.job.stand.simulated,
        why=item.error or "nothing was judged",
    )


def _judged(item: HandsetProcess, study: Study, wanted: Collection[str]) -> JudgedRun:
    recording = StoredRun(item.job.folder)
    known = background_of_run(recording, item.judgements, study.tables, study.formats)
    return JudgedRun(
        handset=item.job.stand.name,
        recording=recording,
        facts=recording.facts(),
        derived=item.job.derived,
        seal=digest_of(item.job.folder),
        judgements=item.judgements,
        verdicts=verdicts_of(item.judgements, study.tables.ledger, known, wanted),
        background=known,
    )
