"""`claims judge RUN`: a stored run judged again with the rules of today, without a phone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from harness.bench.final import judge_stored, stored_tables
from harness.bench.finish import JUDGEMENTS
from harness.bench.verdicts import verdicts_of
from harness.evidence.seal import is_sealed
from harness.model.errors import EvidenceError
from harness.report.judgements import from_json, to_json
from harness.report.safe_text import one_line
from harness.report.verdict import exit_code
from harness.store.run import StoredRun


def judge(
    run: Annotated[Path, typer.Argument(help="a run folder")],
    *,
    as_json: Annotated[bool, typer.Option("--json", help="for machines")] = False,
) -> int:
    """Judge a stored run again; says what changed and why.  The run itself is never touched."""
    if not run.is_dir():
        raise EvidenceError(f"wanted a run folder, found {run}; see reports/")
    judgements = judge_stored(run)
    old = run / "data" / JUDGEMENTS
    if is_sealed(run):
        before = {(item.proposition, item.app): item for item in from_json(old.read_bytes())}
    else:
        before = {}
    if as_json:
        print(to_json(judgements), end="")
    else:
        console = Console(highlight=False, markup=False, soft_wrap=True)
        for item in judgements:
            console.print(
                f"{item.proposition:18} {item.app:28} {item.outcome.value:14} {one_line(item.because)}"
            )
        changed = 0
        for item in judgements:
            was = before.get((item.proposition, item.app))
            if was is not None and was.outcome is not item.outcome:
                changed += 1
                console.print(
                    f"changed: {item.proposition} {item.app}: {was.outcome.value} -> {item.outcome.value}: "
                    f"{one_line(item.because)}"
                )
        if before:
            console.print(f"{changed} of {len(judgements)} judgements changed since the seal")
    tables = stored_tables(StoredRun(run))
    return exit_code(verdicts_of(judgements, tables.ledger).values())
