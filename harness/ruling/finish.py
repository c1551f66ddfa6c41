"""The end of a run: the final judgement and the seal."""

from __future__ import annotations

from pathlib import Path

from harness.evidence.seal import is_sealed, seal
from harness.model.judgement import Judgement
from harness.ruling.final import judge_stored
from harness.ruling.judgements import from_json, to_json
from harness.ruling.pack import Pack

JUDGEMENTS = "judgements.json"


def finish_folder(folder: Path, pack: Pack | None = None) -> tuple[Judgement, ...]:
    """Judge a recorded run for good and seal it; a sealed run is read instead.

    May be called by whoever finds the run unsealed: the process that measured it, or its parent.
    """
    path = folder / "data" / JUDGEMENTS
    if is_sealed(folder):
        return from_json(path.read_bytes())
    judgements = judge_stored(folder, pack=pack)
    path.write_text(to_json(judgements), "utf-8")
    folder.with_suffix(".sequence").unlink(missing_ok=True)
    seal(folder)
    return judgements
