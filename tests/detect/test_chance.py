"""Values that nobody sent are not found, and what is found by chance says so."""

from __future__ import annotations

import random

import pytest

from harness.detect.short_digest import ShortDigests, digests
from tests.bench.chance import measured


@pytest.mark.slow
def test_random_values_are_witnessed_in_no_unrelated_message() -> None:
    """A part of `make bench-large`, whose figures stand in `docs/figures.md`."""
    assert measured(5, seed=7).witnesses == []


def test_short_digests_are_met_by_chance_as_often_as_they_say() -> None:
    dice = random.Random(11)  # noqa: S311 (the same in every run)
    table, known = ShortDigests(), set[bytes]()
    for number in range(1_000):
        value = f"{dice.getrandbits(64):016x}"
        table.add(number, value)
        known |= {leaf for _, leaf in digests(value) if (len(leaf) == 8 and leaf.islower()) or leaf.isdigit()}
    leaves = [b"%08x" % dice.getrandbits(32) for _ in range(1_000_000)]

    expected = len({leaf for leaf in known if len(leaf) == 8}) * len(leaves) / 2**32
    met = len({place for place, _, _ in table.look_up(leaves)})

    assert expected / 3 < met < 3 * expected + 5
