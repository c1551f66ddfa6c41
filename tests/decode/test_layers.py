"""Parts are added as far as the budget allows; what is known to be exhausted is not tried again."""

from __future__ import annotations

from harness.decode import BUILT_IN, DEFAULT, Budget
from harness.decode.layers import Layers
from harness.decode.node import INERT, PLAIN, ROOT, WHOLE
from harness.model.message import GapReason
from tests.messages import sent

TOKEN = b"page_load_event_finish"


def layers(budget: Budget = DEFAULT, exhausted: dict[bytes, tuple[int, int, int]] | None = None) -> Layers:
    found = Layers(sent(b""), budget, BUILT_IN, exhausted, lazy=False)
    found.add(ROOT, [("url", b"/?a=b"), ("header:x", b"inert"), ("body", b"{}")], PLAIN)
    return found


def test_parts_are_marked_by_what_may_hide_in_them() -> None:
    found = layers()

    assert found.flags == [WHOLE, INERT, PLAIN]
    assert [found.blobs[node] for node in found.active] == [b"/?a=b", b"{}"]


def test_a_text_known_to_be_exhausted_costs_what_it_did_and_is_not_tried() -> None:
    found = layers(exhausted={TOKEN: (16, 1, 2)})
    before = found.spent
    found.add(2, [("json:a", TOKEN), ("json:b", TOKEN + b"!")], PLAIN)

    assert found.flags[3:] == [INERT, PLAIN]
    assert found.skipped
    assert (found.spent - before, found.layers, found.visits) == (16 + 2 * len(TOKEN) + 1, 3, 2)


def test_what_the_budget_does_not_allow_is_a_gap_beside_what_it_does() -> None:
    found = layers(Budget(expansion=5))
    found.add(2, [("json:a", b"one"), ("json:b", b"three")], PLAIN)

    assert found.blobs[3:] == [b"one"]
    assert [gap.reason for gap in found.gaps] == [GapReason.BUDGET]
    assert found.exceeded


def test_what_came_out_of_a_placeholder_is_known() -> None:
    found = layers()
    found.add_placeholder(2, b"x=y", PLAIN)
    found.add(3, [("form:x", b"y")], PLAIN)

    assert [found.is_from_placeholder(node) for node in (2, 3, 4)] == [False, True, True]
