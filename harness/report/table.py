"""The table that ends a run: claim x handset, each cell an outcome with its reason in one line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console
from rich.table import Table
from rich.text import Text

from harness.model.judgement import Origin, Outcome
from harness.report.safe_text import one_line
from harness.report.verdict import Verdict

_STYLE = {
    Outcome.HOLDS: "bold green",
    Outcome.VIOLATED: "bold red",
    Outcome.UNPROVEN: "bold yellow",
    Outcome.NOT_APPLICABLE: "dim",
}
REASON_MOST, FIRMWARE_MOST = 160, 60
"""Characters of a reason in a cell and of a firmware in a heading; the reports have all of both."""
REASON_WHOLE = 10_000
"""Characters of a reason that are looked at for a cell."""


@dataclass(frozen=True, slots=True)
class Column:
    """One handset of the table.  `firmware` was read from the phone and is printed with care."""

    handset: str
    firmware: str
    origin: Origin


@dataclass(frozen=True, slots=True)
class Row:
    """One claim, with its verdict by handset name; a handset without one did not judge it."""

    claim: str
    title: str
    verdicts: Mapping[str, Verdict]


def table(columns: Sequence[Column], rows: Sequence[Row], untested: int = 0) -> Table:
    """The table for a terminal.  `untested` is how many claims of the ledger are not in it."""
    made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_lines=False, padding=(0, 2, 0, 0))
    made.add_column("claim", no_wrap=True)
    made.add_column("what it says", ratio=1)
    for column in columns:
        made.add_column(_heading(column), ratio=2)
    for row in rows:
        cells = [_cell(row.verdicts.get(column.handset)) for column in columns]
        made.add_row(Text(one_line(row.claim)), Text(one_line(row.title)), *cells)
    foot = []
    if untested:
        claims, were = ("claim", "was") if untested == 1 else ("claims", "were")
        foot.append(f"{untested} {claims} of the ledger {were} not tested: see `claims list`.")
    if any(column.origin is Origin.REHEARSAL for column in columns):
        foot.append("Rehearsal: says how the suite works, nothing about any phone.")
    if foot:
        made.caption = Text("\n".join(foot))
        made.caption_justify = "left"
    return made


def plain(columns: Sequence[Column], rows: Sequence[Row], width: int = 140, untested: int = 0) -> str:
    """The same table as text without colours."""
    console = Console(
        width=width, color_system=None, force_terminal=False, legacy_windows=False, emoji=False, markup=False
    )
    with console.capture() as capture:
        console.print(table(columns, rows, untested))
    return "\n".join(line.rstrip() for line in capture.get().splitlines()) + "\n"


def _heading(column: Column) -> Text:
    kind = " (rehearsal)" if column.origin is Origin.REHEARSAL else ""
    firmware = f"\n{_shortened(one_line(column.firmware), FIRMWARE_MOST)}" if column.firmware else ""
    return Text(f"{one_line(column.handset)}{kind}{firmware}")


def _cell(verdict: Verdict | None) -> Text:
    if verdict is None:
        return Text("not judged", style="dim")
    outcome = Text(verdict.outcome.value, style=_STYLE[verdict.outcome])
    return Text.assemble(
        outcome, "  ", _shortened(one_line(verdict.short or verdict.because, REASON_WHOLE), REASON_MOST)
    )


def _shortened(text: str, most: int) -> str:
    """The text, cut between words where it is long."""
    if len(text) <= most:
        return text
    words = text[:most].rpartition(" ")[0].rstrip(" ,;:(")
    return f"{words or text[: most - 1]}…"
