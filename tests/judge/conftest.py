"""The honest run, and what a judgement says of a damaged one."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from pathlib import Path

import pytest

from harness.decode import VendorFormats
from harness.detect import Searcher
from harness.judge import messages
from harness.model.judgement import Judgement
from harness.model.planted import Planted
from harness.ruling.final import judge_stored
from tests.judge.honest import MI
from tests.judge.stored import Desk

Judge = Callable[..., Judgement]


@pytest.fixture(scope="session", autouse=True)
def _one_searcher_per_plan() -> Iterator[None]:
    """Most damaged runs plant the same values: preparing the search for them is most of judging a short run.

    `test_purity` compares with processes that have no such memory.
    """
    made: dict[tuple[object, ...], Searcher] = {}

    def searcher(values: Sequence[Planted], salts: Sequence[str], *, formats: VendorFormats) -> Searcher:
        key = (tuple(values), tuple(salts), formats)
        return made.get(key) or made.setdefault(key, Searcher(values, salts, formats=formats))

    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(messages, "Searcher", searcher)
        yield


@pytest.fixture
def judge(tmp_path: Path) -> Judge:
    """Writes a run and judges one proposition about one app."""
    written: list[Path] = []

    def judged(desk: Desk, proposition: str = "INC-03.silent", app: str = MI) -> Judgement:
        written.append(desk.write(tmp_path / f"run{len(written)}"))
        found = judge_stored(written[-1])
        (one,) = [item for item in found if (item.proposition, item.app) == (proposition, app)]
        return one

    return judged
