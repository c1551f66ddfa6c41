"""The end of a run: the final judgement, the seal, and the reports beside the bag."""

from __future__ import annotations

from pathlib import Path

from harness.bench.final import judge_stored
from harness.bench.job import Job
from harness.evidence.seal import is_sealed, seal
from harness.model.judgement import Judgement
from harness.report.judgements import from_json, to_json

JUDGEMENTS = "judgements.json"


def finish(job: Job) -> tuple[Judgement, ...]:
    """Judge a recorded run for good and seal it; a sealed run is read instead.

    May be called by whoever finds the run unsealed: the process that measured it, or its parent.
    """
    return finish_folder(job.folder)


def finish_folder(folder: Path) -> tuple[Judgement, ...]:
    """As `finish`, by folder."""
    path = folder / "data" / JUDGEMENTS
    if is_sealed(folder):
        return from_json(path.read_bytes())
    judgements = judge_stored(folder)
    path.write_text(to_json(judgements), "utf-8")
    folder.with_suffix(".sequence").unlink(missing_ok=True)
    seal(folder)
    return judgements
