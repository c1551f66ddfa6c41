"""`claims judge RUN`: a stored run judged again with the rules of today, without a phone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from harness.cli.changes import changes, rules_changed
from harness.cli.terminal import REHEARSAL, many, say, terminal
from harness.cli.verify import run_folder
from harness.evidence.seal import is_sealed
from harness.evidence.verify import verify
from harness.model.documents import RunDocument
from harness.model.errors import EvidenceError
from harness.model.judgement import Judgement, Origin
from harness.model.lines import Refused
from harness.report.background import background_of_run
from harness.report.finding import finding
from harness.report.safe_text import one_line
from harness.report.verdict import exit_code
from harness.report.verdicts import verdicts_of
from harness.ruling.final import judge_stored, pack_of, stored_tables
from harness.ruling.finish import JUDGEMENTS
from harness.ruling.judgements import from_json, to_json
from harness.ruling.tables import formats_of
from harness.store.run import StoredRun


def judge(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="a run folder", show_default=False)],
    *,
    pack: Annotated[
        str | None, typer.Option(metavar="DIR", help="the pack of the run, where it is not the built-in one")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="for machines")] = False,
) -> int:
    """Judge a stored run again.

    Checks the seal first, judges with the rules of today, and says what changed and why.  The run itself
    is never touched.  Ends like `claims run`: 0 holds, 1 violated, 2 unproven, 3 no judgement.
    """
    stored = run_folder(run)
    sealed = verify(run) if is_sealed(run) else None
    for line in stored.timeline:
        if isinstance(line, Refused):
            raise EvidenceError(f"wanted a run that was measured, found one that was refused: {line.reason}")
    rules = pack_of(stored, pack)
    judgements = judge_stored(run, pack=rules)
    tables = stored_tables(stored)
    known = background_of_run(stored, judgements, tables, formats_of(rules))
    verdicts = verdicts_of(judgements, tables.ledger, known)
    if as_json:
        print(to_json(judgements), end="")
    else:
        console = terminal()
        if any(item.origin is Origin.REHEARSAL for item in judgements):
            say(console, REHEARSAL, style="bold")
        for item in judgements:
            place = f"{item.proposition} {item.app}".strip()
            say(console, f"{item.outcome.value:14}  {place}: {finding(item, known)}", 16)
        for claim, found in verdicts.items():
            say(console, f"{found.outcome.value:14}  {claim} as a whole: {found.because}", 16)
        if sealed is None:
            say(console, "This run is not sealed: there is no earlier judgement to compare with.")
        else:
            say(
                console,
                f"The seal is whole: {many(sealed.files, 'file')} as sealed (checksums, no signature).",
            )
            _compare(console, stored, judgements, tables.ruleset(rules))
    return exit_code(verdicts.values())


def _compare(
    console: Console, stored: StoredRun, judgements: tuple[Judgement, ...], rules: dict[str, str]
) -> None:
    before = from_json((stored.data / JUDGEMENTS).read_bytes())
    found = changes(before, judgements)
    for change in found:
        say(console, f"changed: {change.proposition} {change.app}".rstrip())
        for detail in change.details:
            say(console, f"  {one_line(detail, 2000)}", 4)
    say(console, f"{len(found)} of {many(len(judgements), 'judgement')} changed since the seal.")
    others = rules_changed(stored.document(RunDocument).ruleset, rules)
    if others:
        say(console, f"Other than when it was measured: {one_line(', '.join(others), 1000)}.")
    elif found:
        say(console, "The rules are those of the measurement: something else changed.")
