"""Character references are undone."""

from __future__ import annotations

import pytest

from harness.decode import DEFAULT, entity_text


def test_references_are_undone() -> None:
    assert entity_text.matches(b"a &amp; b")
    assert entity_text.unpack(b"a &amp; &#98;&#x63;", DEFAULT) == [("entities", b"a & bc")]


def test_a_query_has_none() -> None:
    assert not entity_text.matches(b"a=1&b=2&amplitude=3")
    with pytest.raises(ValueError, match="references"):
        entity_text.unpack(b"a", DEFAULT)
