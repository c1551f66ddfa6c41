"""`claims list`: the ledger."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from harness.bench.tables import Tables, features_folder


def list_claims(
    *,
    as_json: Annotated[bool, typer.Option("--json", help="for machines")] = False,
    features: Annotated[Path | None, typer.Option(help="another folder of features")] = None,
) -> None:
    """Every claim of the ledger: id, title, source, how it is observed, its propositions."""
    ledger = Tables.load(features or features_folder()).ledger
    if as_json:
        rows = [
            {
                "id": claim.id,
                "topic": claim.topic,
                "title": claim.title,
                "source": claim.source.url,
                "date": claim.source.date,
                "observable": [item.value for item in claim.observable],
                "propositions": [item.id for item in claim.propositions],
                "untested": claim.untested,
            }
            for claim in ledger.claims
        ]
        print(json.dumps({"schema": "claims/list/v1", "claims": rows}, indent=1))
        return
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("claim", "what it says", "said on", "observed by", "tested as"):
        table.add_column(heading, no_wrap=heading == "claim")
    for claim in ledger.claims:
        tested = ", ".join(item.id.partition(".")[2] for item in claim.propositions)
        table.add_row(
            claim.id,
            claim.title,
            claim.source.date,
            ", ".join(item.value for item in claim.observable),
            tested or f"[dim]not tested: {claim.untested}[/dim]",
        )
    Console().print(table)
