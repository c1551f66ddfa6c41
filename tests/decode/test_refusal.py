"""A refusal is a ValueError that knows its reason and what was read before."""

from __future__ import annotations

from harness.decode.refusal import Refusal
from harness.model.message import GapReason


def test_a_refusal_is_a_value_error_with_parts() -> None:
    refusal = Refusal(GapReason.TRUNCATED, "cut off", [("step", b"read")])

    assert isinstance(refusal, ValueError)
    assert (refusal.reason, refusal.detail, refusal.parts) == (
        GapReason.TRUNCATED,
        "cut off",
        [("step", b"read")],
    )
    assert Refusal(GapReason.BUDGET, "too much").parts == []
