"""The honest run, and what a judgement says of a damaged one."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from harness.bench.final import judge_stored
from harness.model.judgement import Judgement
from tests.judge.honest import MI, tables
from tests.judge.stored import Desk

Judge = Callable[..., Judgement]


@pytest.fixture
def judge(tmp_path: Path) -> Judge:
    """Writes a run and judges one proposition about one app."""
    written: list[Path] = []

    def judged(desk: Desk, proposition: str = "INC-03.silent", app: str = MI) -> Judgement:
        written.append(desk.write(tmp_path / f"run{len(written)}"))
        found = judge_stored(written[-1], tables())
        (one,) = [item for item in found if (item.proposition, item.app) == (proposition, app)]
        return one

    return judged
