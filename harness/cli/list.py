"""`claims list [ID]`: the ledger, or one claim of it whole."""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from harness.cli.completion import claim_ids
from harness.cli.terminal import cut, say, terminal
from harness.ledger.acts import Acts
from harness.ledger.register import Ledger
from harness.ledger.suggestion import meant
from harness.model.act import Act, JudgedBy
from harness.model.claim import Claim, Grade, Proposition, SourceGrade
from harness.model.errors import SetupError
from harness.model.scenario import Scenario
from harness.ruling.pack import find_pack
from harness.ruling.tables import Study

REASON_MOST = 48
"""Characters of a reason in the table; `claims list ID` has all of it."""
DATED_FROM = 72
"""Columns of a terminal from which on the table has the date; a narrower one needs them for the words."""
_READ = {
    SourceGrade.FULL: "read in full",
    SourceGrade.PART: "read in part",
    SourceGrade.PRESS: "known through others",
}


def list_claims(
    claim: Annotated[
        str | None,
        typer.Argument(
            metavar="ID", help="one claim, shown whole", show_default=False, autocompletion=claim_ids
        ),
    ] = None,
    *,
    as_json: Annotated[bool, typer.Option("--json", help="for machines")] = False,
    pack: Annotated[
        str | None, typer.Option(metavar="DIR", help="another vendor's pack", show_default=False)
    ] = None,
) -> None:
    """Show the claims of the ledger, or one whole.

    A table of all claims, also those that nothing tests; with ID one claim with its source, its words, its
    propositions, and what is done for them.
    """
    study = Study.load(find_pack(pack))
    ledger = study.tables.ledger
    known = {str(item.id): item for item in ledger.claims}
    if claim is not None and claim not in known:
        near = meant(claim, known) or " See `claims list`"
        raise SetupError(f"wanted a claim of the ledger, found {claim!r}.{near}")
    claims = ledger.claims if claim is None else (known[claim],)
    if as_json:
        print(json.dumps({"schema": "claims/list/v1", "claims": [_row(item) for item in claims]}, indent=1))
    elif claim is None:
        console = terminal()
        console.print(_table(ledger, dated=console.width >= DATED_FROM))
    else:
        console = terminal()
        for indent, text in _whole(claims[0], study):
            say(console, " " * indent + text, indent + 2)


def _row(claim: Claim) -> dict[str, object]:
    return {
        "id": claim.id,
        "topic": claim.topic,
        "title": claim.title,
        "source": claim.source.url,
        "date": claim.source.date,
        "observable": [item.value for item in claim.observable],
        "propositions": [item.id for item in claim.propositions],
        "untested": claim.untested,
    }


def _table(ledger: Ledger, *, dated: bool) -> Table:
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    table.add_column("claim", no_wrap=True)
    table.add_column("what it says", ratio=1)
    if dated:
        table.add_column("said on", no_wrap=True)
    table.add_column("tested as", ratio=1)
    for claim in ledger.claims:
        tested = ", ".join(item.id.partition(".")[2] for item in claim.propositions)
        cell = Text(f"{tested} (in part)" if claim.untested else tested)
        if not tested:
            cell = Text(_reason(claim.untested or ""), "dim")
        date = [Text(claim.source.date)] if dated else []
        table.add_row(Text(claim.id), Text(claim.title), *date, cell)
    tested_claims = sum(1 for claim in ledger.claims if claim.propositions)
    table.caption = Text(
        f"{tested_claims} of {len(ledger.claims)} claims are tested. `claims list ID` shows one whole."
    )
    table.caption_justify = "left"
    return table


def _reason(untested: str) -> str:
    """Why nothing tests a claim, in the words of the ledger, shortened."""
    reason = untested.removeprefix("Not yet: ")
    yet = " yet" if reason != untested else ""
    return f"not tested{yet}: {cut(reason[:1].lower() + reason[1:], REASON_MOST)}"


def _whole(claim: Claim, study: Study) -> Iterator[tuple[int, str]]:
    """Every line of one claim, with its indent."""
    source = claim.source
    yield 0, f"{claim.id}  {claim.title}"
    yield (
        2,
        f"words: “{claim.words}”" if claim.words else "words: not published in words that could be quoted",
    )
    yield 2, f"meaning: {claim.paraphrase}"
    yield 2, f"scope: {claim.scope}"
    yield 2, f"source: {source.author}, {source.date}, {_READ[source.grade]}: {source.url}"
    yield 2, f"observed by: {', '.join(item.value for item in claim.observable)}"
    yield 2, f"severity: {claim.severity.value}"
    if claim.untested:
        yield 2, f"not tested: {claim.untested}"
    for proposition in claim.propositions:
        yield from _proposition(proposition, study)
    looks = [look for item in study.scenarios if item.claim == claim.id for look in item.looks]
    for act in dict.fromkeys(act for look in looks for act in look.acts):
        yield from _act(study.tables.acts.act(act), study.tables.acts)


def _proposition(proposition: Proposition, study: Study) -> Iterator[tuple[int, str]]:
    ledger = study.tables.ledger
    yield 2, f"{proposition.id}  {proposition.text}"
    yield 4, f"kind: {proposition.kind.value}; rule: {proposition.rule}"
    for scope in proposition.apps:
        versions = f", from {scope.from_version}" if scope.from_version else ""
        versions += f", before {scope.until_version}" if scope.until_version else ""
        yield 4, f"app: {ledger.app(scope.package).title} ({scope.breadth.value}{versions})"
    for grade in Grade:
        minimum, window = proposition.minimum_n.at(grade), proposition.window_s.at(grade) / 60
        repeats = proposition.repeats.at(grade)
        yield 4, f"{grade.value}: n at least {minimum}, repeats {repeats}, window {window:.0f} min"
    if proposition.unscripted:
        yield 4, f"no scenario: {proposition.unscripted}"
    for scenario in study.scenarios:
        if scenario.proposition == proposition.id:
            yield from _scenario(scenario)


def _scenario(scenario: Scenario) -> Iterator[tuple[int, str]]:
    yield 4, f"scenario: {scenario.title} ({scenario.where})"
    for number, look in enumerate(scenario.looks):
        yield 6, f"{'when' if number == 0 else 'and'} {look.text}"


def _act(act: Act, acts: Acts) -> Iterator[tuple[int, str]]:
    """What is done, what of it is looked for, and who may lawfully receive which part of it, and where."""
    yield 2, f"{act.plural}: {act.title}"
    how = "planted by the bench" if act.judged_by is JudgedBy.CANARY else "read from the screen"
    for name in act.carries:
        part = acts.part(name)
        alone = "" if part.carried else "; no protocol sends it by itself"
        yield 4, f"{name}, {how}: {part.text}{alone}"
    for item in act.receivers:
        role, parts, places = item.role.value.replace("-", " "), ", ".join(item.parts), ", ".join(item.places)
        yield 4, f"{parts} may go to the {role} in {places}: {item.why}"
    if not act.receivers:
        yield 4, "nobody may receive any of it"
