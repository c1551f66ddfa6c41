"""What a run came to: the exit code, the table, and why a handset was not judged."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from enum import StrEnum

from rich.console import Console

from harness.bench.measuring import HandsetProcess
from harness.cli.terminal import say
from harness.model.judgement import Origin
from harness.report.safe_text import one_line
from harness.report.table import ClaimTable, Column, Row
from harness.report.verdict import Verdict, exit_code
from harness.ruling.tables import Tables

SENTENCES = {
    0: "Every claim holds.",
    1: "Something is violated.  That is a finding, not a failure of this command.",
    2: "Nothing is violated, something is unproven.",
}
"""What a completed judgement comes to, by code."""


class FailOn(StrEnum):
    """From which verdict on the exit code is above 0."""

    VIOLATED = "violated"
    UNPROVEN = "unproven"
    NEVER = "never"


_PASSED = {FailOn.UNPROVEN: {0}, FailOn.VIOLATED: {0, 2}, FailOn.NEVER: {0, 1, 2}}


def code_of(handsets: Iterable[HandsetProcess], verdicts: Iterable[Verdict]) -> int:
    """What was found as a code; a handset that was asked for and not judged leaves all unproven at best."""
    code = exit_code(verdicts)
    return 2 if code == 0 and any(item.error for item in handsets) else code


def failing(found: int, fail_on: FailOn, handsets: Iterable[HandsetProcess]) -> int:
    """The exit code that was asked for; a handset that was not judged is a failure of the bench."""
    if found not in _PASSED[fail_on]:
        return found
    return 2 if any(item.error for item in handsets) else 0


def errors_of(handsets: Iterable[HandsetProcess]) -> str:
    """Why nothing was judged, handset by handset."""
    return "; ".join(_said(item) for item in handsets)


def show(
    console: Console,
    handsets: Sequence[HandsetProcess],
    verdicts: Mapping[str, Mapping[str, Verdict]],
    tables: Tables,
) -> None:
    """Print the table, and what was wrong with a handset below it."""
    columns = [Column(item.job.stand.name, "", origin_of(item)) for item in handsets]
    rows = [
        Row(
            claim.id,
            claim.title,
            {name: found[claim.id] for name, found in verdicts.items() if claim.id in found},
        )
        for claim in tables.ledger.claims
        if any(claim.id in found for found in verdicts.values())
    ]
    console.print(ClaimTable(columns, rows, untested=len(tables.ledger.claims) - len(rows)))
    for item in handsets:
        if item.error:
            say(console, one_line(_said(item), 600), 2)


def origin_of(item: HandsetProcess) -> Origin:
    """What a handset's judgements are, or would have been."""
    if item.judgements:
        return item.judgements[0].origin
    return Origin.REHEARSAL if item.job.stand.simulated else Origin.MEASUREMENT


def _said(item: HandsetProcess) -> str:
    name, error = item.job.stand.name, item.error or "nothing was judged"
    return error if error.startswith(f"{name}:") else f"{name}: {error}"
