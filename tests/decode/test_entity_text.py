"""Character references are undone."""

from __future__ import annotations

import pytest

from harness.decode import DEFAULT, Budget, entity_text
from harness.decode.refusal import Refusal
from harness.model.message import GapReason


def test_references_are_undone() -> None:
    assert entity_text.matches(b"a &amp; b")
    assert entity_text.unpack(b"a &amp; &#98;&#x63;", DEFAULT) == [("entities", b"a & bc")]


def test_a_query_has_none() -> None:
    assert not entity_text.matches(b"a=1&b=2&amplitude=3")
    with pytest.raises(ValueError, match="references"):
        entity_text.unpack(b"a", DEFAULT)


def test_more_references_than_the_budget_are_refused() -> None:
    with pytest.raises(Refusal) as refused:
        entity_text.unpack(b"&amp;" * 21, Budget(structure=10))

    assert refused.value.reason is GapReason.BUDGET
