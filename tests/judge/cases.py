"""Cases of a run that a desk holds."""

from __future__ import annotations

from pathlib import Path

from harness.decode import BUILT_IN
from harness.judge.case import Case
from harness.judge.reading import Reading
from harness.model.judgement import Judgement
from harness.ruling import final
from harness.store.run import StoredRun
from tests.judge.honest import MI, NAMES
from tests.judge.stored import Desk


def reading_of(run: StoredRun) -> Reading:
    """The reading of a stored run, by the tables that it holds."""
    return final.reading_of(run, final.stored_tables(run), BUILT_IN)


def case_of(desk: Desk, folder: Path, name: str = "INC-03.silent", app: str = MI) -> Case:
    """One proposition about one app, with the reading that it is judged on."""
    run = StoredRun(desk.write(folder / "run"))
    reading, tables = reading_of(run), final.stored_tables(run)
    part = reading.plan.part(name, NAMES[app])
    assert part is not None
    return Case(reading, tables.ledger, tables.acts, part)


def ids(judgement: Judgement) -> set[str]:
    """The ids of its reasons."""
    return {reason.id for reason in judgement.reasons}
