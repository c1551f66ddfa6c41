"""The final judgement: a stored run and the rules of today, nothing else (law 2)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any
from urllib.parse import urlsplit

from harness.bench.tables import Tables
from harness.judge.fold import read
from harness.judge.reading import Reading
from harness.judge.rules import judge_run
from harness.model.errors import EvidenceError
from harness.model.judgement import Judgement
from harness.model.planted import PlantedKind
from harness.store.lines import read_lines
from harness.store.run import StoredRun

SERVICES = ("google-search",)


@dataclass(frozen=True, slots=True)
class ScenarioRun:
    """A scenario as it was run: its key, the proposition and app it judged."""

    scenario: str
    proposition: str
    app: str


def stored_tables(run: StoredRun) -> Tables:
    """Ledger, acts and destinations as copied to the run before its first act."""
    return Tables.of(run.text("ledger.json"), run.text("acts.json"), run.text("destinations.json"))


def reading_of(run: StoredRun, tables: Tables) -> Reading:
    """The reading of a stored run."""
    facts = run.facts()
    pages = tuple(
        host
        for value in run.planted()
        if value.kind is PlantedKind.OBSERVED and value.part == "feed-address"
        if (host := urlsplit(value.value if "://" in value.value else f"//{value.value}").hostname)
    )
    lookup = partial(tables.classify, canary_domain=facts.canary_domain, services=SERVICES, pages=pages)
    return read(run, lookup)


def scenarios_of(run: StoredRun) -> dict[tuple[str, str], str]:
    """(proposition, app) → scenario, of every scenario that came to its judgement."""
    cut: list[bytes] = []
    lines = read_lines(run.data / "timeline.jsonl", cut_off=cut)
    return {
        (line["proposition"], line["app"]): line["scenario"] for line in lines if line["what"] == "scenario"
    }


def judge_stored(path: Path, tables: Tables | None = None) -> tuple[Judgement, ...]:
    """Every selected proposition of a stored run, judged with the rules of today.

    `tables` are the run's own where None.  Raises EvidenceError for a run that does not read.
    """
    run = StoredRun(path)
    with_tables = tables or stored_tables(run)
    plan: Mapping[str, Any] = run.document("plan.json")
    claims = plan.get("claims")
    if not isinstance(claims, list):
        raise EvidenceError(f"{path}/data/plan.json: wanted a list of claims, found {claims!r}")
    return judge_run(reading_of(run, with_tables), with_tables.ledger, set(claims) or None, scenarios_of(run))
