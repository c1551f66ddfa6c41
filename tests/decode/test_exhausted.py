"""Leaves that gave nothing are known by what they cost."""

from __future__ import annotations

from harness.decode import DEFAULT, Tree, exhausted
from tests.messages import sent


def test_a_leaf_whose_decoding_was_rejected_is_exhausted_and_one_with_a_text_is_not() -> None:
    tree = Tree(sent(b'{"a":"page_load_event_finish","b":"YSB0ZXh0IHRoYXQgaXMgbG9uZw=="}'), DEFAULT)

    costs = exhausted.exhausted_leaves(tree, set())

    assert b"YSB0ZXh0IHRoYXQgaXMgbG9uZw==" not in costs
    assert costs[b"page_load_event_finish"] == (16, 1, 2)


def test_a_hit_in_a_rejected_decoding_is_not_forgotten() -> None:
    tree = Tree(sent(b'{"a":"page_load_event_finish","b":"x"}'), DEFAULT)
    rejected = tree.steps.index("base64")

    assert exhausted.exhausted_leaves(tree, {rejected}) == {}
