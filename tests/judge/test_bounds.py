from __future__ import annotations

import pytest

from harness.judge.bounds import in_words, upper_bound


@pytest.mark.parametrize("n", range(1, 30))
def test_below_thirty_the_bound_is_exact(n):
    bound = upper_bound(n)
    assert (1 - bound) ** n == pytest.approx(0.05)


def test_from_thirty_on_it_is_the_rule_of_three():
    assert upper_bound(30) == 0.1
    assert upper_bound(300) == 0.01


@pytest.mark.parametrize("n", [0, -1])
def test_nothing_tried_bounds_nothing(n):
    assert upper_bound(n) is None
    assert in_words(n) == "n = 0: nothing was tried"


def test_the_bound_is_said_in_words():
    assert in_words(3) == "n = 3: up to 63% of acts could leak unseen (95 %)"
