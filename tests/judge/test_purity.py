"""The same folder gives the same bytes, on any machine: nothing but the folder is read (law 2)."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from harness.ruling.final import judge_stored
from harness.ruling.judgements import to_json
from tests.judge.damage import DAMAGES
from tests.judge.honest import honest, told

ROOT = Path(__file__).parents[2]


def judged_alone(run: Path, out: Path, seed: int) -> str:
    """The judgements of a process with an empty environment."""
    environment = {"PYTHONHASHSEED": str(seed), "PYTHONPATH": str(ROOT)}
    command = [sys.executable, str(Path(__file__).parent / "pure.py"), str(run), str(out)]
    done = subprocess.run(command, env=environment, cwd="/", capture_output=True, text=True, check=False)
    assert done.returncode == 0, done.stderr[-2000:]
    return out.read_text("utf-8")


@pytest.mark.parametrize(
    "story",
    [
        "honest",
        pytest.param("violated", marks=pytest.mark.slow),
        pytest.param("damaged", marks=pytest.mark.slow),
    ],
)
def test_judging_reads_nothing_but_the_run(story, tmp_path):
    match story:
        case "honest":
            desk = honest()
        case "violated":
            desk = told(incognito_uploads=frozenset({"collecting", "silent"})).copy()
        case _:
            desk = honest()
            for name in ("opaque-by-a-relay", "residue", "recorder-fault", "second-signal"):
                DAMAGES[name][0](desk)
    run = desk.write(tmp_path / "run")
    here = to_json(judge_stored(run))
    found = {judged_alone(run, tmp_path / f"{seed}.json", seed) for seed in (0, 1, 4711)}
    assert found == {here}
