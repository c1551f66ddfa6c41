"""Leaves that gave nothing are known by what they cost."""

from __future__ import annotations

from harness.decode import DEFAULT, Tree, barren
from tests.messages import sent


def test_a_leaf_of_junk_is_barren_and_one_with_a_text_is_not() -> None:
    tree = Tree(sent(b'{"a":"page_load_event_finish","b":"YSB0ZXh0IHRoYXQgaXMgbG9uZw=="}'), DEFAULT)

    costs = barren.barren_costs(tree, set())

    assert b"YSB0ZXh0IHRoYXQgaXMgbG9uZw==" not in costs
    assert costs[b"page_load_event_finish"] == (16, 1, 2)


def test_a_hit_in_the_junk_is_not_forgotten() -> None:
    tree = Tree(sent(b'{"a":"page_load_event_finish","b":"x"}'), DEFAULT)
    junk = tree.steps.index("base64")

    assert barren.barren_costs(tree, {junk}) == {}
