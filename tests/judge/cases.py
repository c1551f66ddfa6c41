"""Cases of a run that a desk holds."""

from __future__ import annotations

from pathlib import Path

from harness.ruling.final import reading_of
from harness.judge.case import Case
from harness.judge.origin import derive
from harness.ledger import arms
from harness.model.claim import Grade
from harness.store.run import StoredRun
from tests.judge.honest import MI, tables
from tests.judge.stored import Desk


def case_of(desk: Desk, folder: Path, name: str = "INC-03.silent", app: str = MI) -> Case:
    """One proposition about one app, with the reading that it is judged on."""
    reading = reading_of(StoredRun(desk.write(folder / "run")), tables())
    ledger = tables().ledger
    proposition = ledger.proposition(name)
    versions = {package.name: package.version for package in reading.facts.packages}
    needed = tuple(key for key in arms(ledger, proposition, versions, Grade.SCREENING) if key.app == app)
    claim = ledger.claim(name.partition(".")[0])
    return Case(claim, proposition, app, name, Grade.SCREENING, derive(reading)[0], reading, needed)
