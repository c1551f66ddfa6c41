"""`claims show RUN EXCHANGE`: one exchange of a run, as it was recorded and as it reads."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from harness.cli.message_tree import display, print_tree
from harness.cli.terminal import terminal
from harness.cli.verify import run_folder
from harness.detect import Searcher
from harness.model.errors import EvidenceError
from harness.model.recording import Sent
from harness.report.safe_text import one_line
from harness.ruling.final import pack_of
from harness.ruling.tables import formats_of


def show(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="a run folder", show_default=False)],
    exchange: Annotated[
        str,
        typer.Argument(
            metavar="EXCHANGE", help="its id in the run, for instance e1.200, as a report names it"
        ),
    ],
    *,
    pack: Annotated[
        str | None, typer.Option(metavar="DIR", help="the pack of the run, where it is not the built-in one")
    ] = None,
) -> None:
    """Show one exchange of a run.

    Who sent it where, its headers, the layers of its body, and what was planted in it.
    """
    stored = run_folder(run)
    formats = formats_of(pack_of(stored, pack))
    searcher = Searcher(stored.planted(), formats.salts, formats=formats)
    console = terminal()
    found = 0
    first = ""
    for event in stored.events():
        if not isinstance(event, Sent):
            continue
        first = first or event.message.exchange
        if event.message.exchange != exchange:
            continue
        message = event.message
        found += 1
        console.print(
            f"seq {message.sequence}, connection {message.connection or '-'}, digest {event.digest or '-'}, "
            f"answered by {event.answered_by or one_line(':'.join(map(str, event.peer or '-')))}",
            soft_wrap=True,
        )
        for name, value in message.headers:
            console.print(f"  {one_line(name)}: {one_line(value)}", soft_wrap=True)
        result = searcher.search(message)
        print_tree(console, display(message, result.sightings, result.gaps, formats=formats))
    if not found:
        named = f"its first one is {first!r}" if first else "it has none"
        raise EvidenceError(f"wanted an exchange of {run}, found none named {exchange!r}; {named}")
