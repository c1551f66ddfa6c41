"""`claims show RUN EXCHANGE`: one exchange of a run, as it was recorded and as it reads."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from harness.cli.decode import display
from harness.detect import Searcher
from harness.detect.salts import DECLARED
from harness.model.errors import EvidenceError
from harness.model.recording import Sent
from harness.report.safe_text import one_line
from harness.store.run import StoredRun


def show(
    run: Annotated[Path, typer.Argument(help="a run folder")],
    exchange: Annotated[str, typer.Argument(help="an exchange of it, as a report names it")],
) -> None:
    """One exchange of a run: who sent it where, its headers, its layers, and what was planted in it."""
    stored = StoredRun(run)
    searcher = Searcher(stored.planted(), DECLARED)
    console = Console(soft_wrap=True, highlight=False)
    found = 0
    for event in stored.events():
        if not isinstance(event, Sent) or event.message.exchange != exchange:
            continue
        message = event.message
        found += 1
        console.print(
            f"seq {message.sequence}, connection {message.connection or '-'}, digest {event.digest or '-'}, "
            f"answered by {event.answered_by or one_line(str(event.peer or '-'))}",
            markup=False,
        )
        for name, value in message.headers:
            console.print(f"  {one_line(name)}: {one_line(value)}", markup=False)
        result = searcher.search(message)
        console.print(display(message, result.sightings, result.gaps))
    if not found:
        raise EvidenceError(f"wanted an exchange of {run}, found none named {exchange!r}; see its reports")
