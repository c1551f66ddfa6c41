"""The declared salts leave room for those of a run."""

from __future__ import annotations

from harness.detect import Searcher
from harness.detect.salts import DECLARED


def test_the_declared_salts_are_few_and_each_once() -> None:
    assert len(set(DECLARED)) == len(DECLARED) <= 24

    Searcher([], DECLARED)
