"""Cases and judgements of a run that a desk holds or a folder."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from harness.decode import BUILT_IN
from harness.judge.case import Case
from harness.judge.fold import read
from harness.judge.judging import judge_run
from harness.judge.reading import Reading
from harness.judge.rules import CONTRACTS
from harness.ledger import Context, classify, load_acts, load_destinations, load_ledger
from harness.model.destination import Destination
from harness.model.judgement import Judgement
from harness.model.lines import ScenarioJudged
from harness.model.planted import PlantedKind
from harness.store.run import StoredRun
from tests.judge.honest import MI, NAMES, Tables
from tests.judge.stored import Desk


def stored_tables(run: StoredRun) -> Tables:
    """The tables as the run holds them."""
    return Tables(
        load_ledger(run.text("ledger.json"), "ledger", CONTRACTS),
        load_acts(run.text("acts.json"), "acts"),
        load_destinations(run.text("destinations.json"), "destinations"),
    )


def reading_of(run: StoredRun) -> Reading:
    """The reading of a stored run, by the tables that it holds."""
    tables, facts = stored_tables(run), run.facts()
    hosts = (urlsplit(item.value).hostname for item in run.planted() if item.kind is PlantedKind.OBSERVED)
    acts = tuple(sorted({act for key in run.plan().arms for act, _ in key.acts}))
    pages = tuple(host for host in hosts if host)
    context = Context(acts, facts.canary_domain, facts.services, pages=pages)

    def destination(host: str) -> Destination:
        return classify(tables.destinations, tables.acts, context, host)

    return read(run, destination, BUILT_IN)


def judge_stored(folder: Path) -> tuple[Judgement, ...]:
    """Every planned part of a stored run."""
    run = StoredRun(folder)
    tables = stored_tables(run)
    judged = {(line.proposition, line.app) for line in run.timeline if isinstance(line, ScenarioJudged)}
    return judge_run(reading_of(run), tables.ledger, tables.acts, judged)


def case_of(desk: Desk, folder: Path, name: str = "INC-03.silent", app: str = MI) -> Case:
    """One proposition about one app, with the reading that it is judged on."""
    run = StoredRun(desk.write(folder / "run"))
    reading, tables = reading_of(run), stored_tables(run)
    part = reading.plan.part(name, NAMES[app])
    assert part is not None
    return Case(reading, tables.ledger, tables.acts, part)
