"""`claims verify RUN`: whether a sealed run is as it was sealed."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from harness.cli.terminal import many, say, terminal
from harness.evidence.verify import verify as check
from harness.model.errors import EvidenceError
from harness.store.run import StoredRun


def verify(
    run: Annotated[Path, typer.Argument(metavar="RUN", help="a run folder", show_default=False)],
) -> None:
    """Check the seal of a run.

    Integrity only: every file has the checksum it was sealed with.  There is no signature yet, so whoever
    could change a file could also have renewed the checksums.  Compare the digest that is printed with one
    that you got on another way.
    """
    run_folder(run)
    found = check(run)
    console = terminal()
    say(console, f"as sealed: {many(found.files, 'file')}, {found.size:,} bytes")
    say(console, f"SHA-256 of the manifest: {found.digest}")
    say(
        console,
        "There is no signature yet: this shows that nothing changed by accident, not who sealed it.  "
        "Compare the digest with one that you got on another way.",
    )


def run_folder(path: Path) -> StoredRun:
    """The run of a folder.  Raises EvidenceError in words where there is none."""
    if not path.exists():
        raise EvidenceError(f"wanted a run folder, found nothing at {path}; runs lie in reports/")
    if not (path / "data" / "run.json").is_file():
        raise EvidenceError(
            f"wanted a run folder, found none at {path} (no data/run.json); runs lie in reports/, beside "
            "their .derived folders"
        )
    return StoredRun(path)
