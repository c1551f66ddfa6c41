"""The final judgement: a stored run and the rules of today, nothing else (law 2)."""

from __future__ import annotations

from collections.abc import Callable, Collection
from functools import partial
from pathlib import Path
from urllib.parse import urlsplit

from harness.decode.vendor_formats import VendorFormats
from harness.judge.fold import read
from harness.judge.judging import judge_run
from harness.judge.reading import Reading
from harness.model.destination import Destination
from harness.model.errors import SetupError
from harness.model.judgement import Judgement
from harness.model.lines import ScenarioJudged
from harness.model.planted import Planted, PlantedKind
from harness.ruling.pack import Pack, built_in, find_pack
from harness.ruling.tables import Tables, formats_of
from harness.store.run import StoredRun


def stored_tables(run: StoredRun) -> Tables:
    """Ledger, acts and destinations as copied to the run before its first act."""
    return Tables.of(run.text("ledger.json"), run.text("acts.json"), run.text("destinations.json"))


def lookup_of(run: StoredRun, tables: Tables) -> Callable[[str], Destination]:
    """What a host is to the acts of a run."""
    facts, plan = run.facts(), run.plan()
    return partial(
        tables.classify,
        acts=sorted({act for key in plan.arms for act, _ in key.acts}),
        canary_domain=facts.canary_domain,
        services=facts.services,
        pages=addressed_pages(run.planted(), tables),
    )


def reading_of(run: StoredRun, tables: Tables, formats: VendorFormats) -> Reading:
    """The reading of a stored run with these vendor formats."""
    return read(run, lookup_of(run, tables), formats)


def addressed_pages(planted: Collection[Planted], tables: Tables) -> tuple[str, ...]:
    """Hosts of the addresses that were read from the screen: an act addressed them."""
    pages = {part.name for part in tables.acts.parts if part.page}
    found = (item.value for item in planted if item.kind is PlantedKind.OBSERVED and item.part in pages)
    hosts = (urlsplit(value if "://" in value else f"//{value}").hostname for value in found)
    return tuple(host for host in hosts if host)


def pack_of(run: StoredRun, name: str | None) -> Pack:
    """The pack to read a stored run with, as `find_pack` finds it.

    Raises SetupError where it is another vendor's: without the formats of its own, uploads do not read.
    """
    pack = find_pack(name)
    wanted, found = stored_tables(run).ledger.vendor.name, Tables.load(pack).ledger.vendor.name
    if wanted != found:
        raise SetupError(f"wanted the pack of {wanted}, whose run it is, found that of {found}; give --pack")
    return pack


def judged_scenarios(run: StoredRun) -> frozenset[tuple[str, str]]:
    """(proposition, package) of every scenario that came to its judgement."""
    lines = (line for line in run.timeline if isinstance(line, ScenarioJudged))
    return frozenset((line.proposition, line.app) for line in lines)


def judge_stored(path: Path, tables: Tables | None = None, pack: Pack | None = None) -> tuple[Judgement, ...]:
    """Every planned part of a stored run, judged with the rules of today.

    `tables` are the run's own where None.  Raises EvidenceError for a run that does not read.
    """
    run = StoredRun(path)
    used = tables or stored_tables(run)
    reading = reading_of(run, used, formats_of(pack or built_in()))
    return judge_run(reading, used.ledger, used.acts, judged_scenarios(run))
