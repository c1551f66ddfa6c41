"""Parts are added as far as the budget allows."""

from __future__ import annotations

from harness.decode import BUILT_IN, DEFAULT, Budget
from harness.decode.layers import Layers
from harness.decode.node import INERT, PLAIN, ROOT, WHOLE
from harness.model.message import GapReason
from tests.messages import sent


def layers(budget: Budget = DEFAULT) -> Layers:
    found = Layers(sent(b""), budget, BUILT_IN)
    found.add(ROOT, [("url", b"/?a=b"), ("header:x", b"inert"), ("body", b"{}")], PLAIN)
    return found


def test_parts_are_marked_by_what_may_hide_in_them() -> None:
    found = layers()

    assert found.flags == [WHOLE, INERT, PLAIN]
    assert [found.blobs[node] for node in found.active] == [b"/?a=b", b"{}"]


def test_what_the_budget_does_not_allow_is_a_gap_beside_what_it_does() -> None:
    found = layers(Budget(expansion=5))
    found.add(2, [("json:a", b"one"), ("json:b", b"three")], PLAIN)

    assert found.blobs[3:] == [b"one"]
    assert [gap.reason for gap in found.gaps] == [GapReason.BUDGET]
    assert found.exceeded
