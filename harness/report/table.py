"""The table that ends a run: claim x handset, each cell an outcome with its reason in one line."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from rich import box
from rich.console import Console, ConsoleOptions, RenderResult
from rich.padding import Padding
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
CLAIM_LEAST, CELL_LEAST = 32, 30
"""Characters that a claim and each handset take at least where they stand in columns."""
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


@dataclass(frozen=True, slots=True)
class ClaimTable:
    """The table for a terminal; one too narrow for columns gets a paragraph for each claim.

    `untested` is how many claims of the ledger are not in it.
    """

    columns: Sequence[Column]
    rows: Sequence[Row]
    untested: int = 0

    def __rich_console__(self, console: Console, options: ConsoleOptions) -> RenderResult:
        """What rich prints, by the width that there is."""
        if options.max_width >= CLAIM_LEAST + CELL_LEAST * len(self.columns):
            yield self._wide()
        else:
            yield from self._narrow()
        if self.untested:
            claims, are = ("claim", "is") if self.untested == 1 else ("claims", "are")
            yield Text(f"{self.untested} more {claims} {are} not in this run: see `claims list`.")
        if any(column.origin is Origin.REHEARSAL for column in self.columns):
            yield Text("Rehearsal: says how the suite works, nothing about any phone.")

    def _wide(self) -> Table:
        made = Table(box=box.SIMPLE_HEAD, pad_edge=False, show_lines=False, padding=(0, 2, 0, 0))
        made.add_column("claim", no_wrap=True)
        made.add_column("what it says", ratio=1, overflow="fold")
        for column in self.columns:
            made.add_column(_heading(column), ratio=2, overflow="fold")
        for row in self.rows:
            cells = [_cell(row.verdicts.get(column.handset)) for column in self.columns]
            made.add_row(Text(one_line(row.claim)), Text(one_line(row.title)), *cells)
        return made

    def _narrow(self) -> RenderResult:
        for row in self.rows:
            yield Text.assemble((one_line(row.claim), "bold"), "  ", one_line(row.title), overflow="fold")
            for column in self.columns:
                verdict = row.verdicts.get(column.handset)
                name = _heading(column).split("\n")[0]
                yield Padding(Text.assemble(name, "  ", _outcome(verdict), overflow="fold"), (0, 0, 0, 2))
                if verdict is not None:
                    yield Padding(Text(_reason(verdict), overflow="fold"), (0, 0, 0, 4))
            yield Text("")


def _heading(column: Column) -> Text:
    kind = " (rehearsal)" if column.origin is Origin.REHEARSAL else ""
    firmware = f"\n{_shortened(one_line(column.firmware), FIRMWARE_MOST)}" if column.firmware else ""
    return Text(f"{one_line(column.handset)}{kind}{firmware}")


def _cell(verdict: Verdict | None) -> Text:
    outcome = _outcome(verdict)
    return outcome if verdict is None else Text.assemble(outcome, "  ", _reason(verdict))


def _outcome(verdict: Verdict | None) -> Text:
    if verdict is None:
        return Text("not judged", style="dim")
    return Text(verdict.outcome.value, style=_STYLE[verdict.outcome])


def _reason(verdict: Verdict) -> str:
    return _shortened(one_line(verdict.short or verdict.because, REASON_WHOLE), REASON_MOST)


def _shortened(text: str, most: int) -> str:
    """The text, cut between words where it is long."""
    if len(text) <= most:
        return text
    words = text[:most].rpartition(" ")[0].rstrip(" ,;:(")
    return f"{words or text[: most - 1]}…"
