from __future__ import annotations

import json

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.wrap import json_value


@given(st.text())
def test_the_value_stands_at_its_path(value):
    text = json_value.wrap(value.encode("utf-8", "surrogatepass"), path="[1].properties.url")

    assert json.loads(text) == [None, {"properties": {"url": value}}]


@pytest.mark.parametrize("path", ["", ".a", "a..b", "[x]", "a]", "a."])
def test_a_malformed_path_is_refused(path):
    with pytest.raises(ValueError, match="wanted a path"):
        json_value.wrap(b"x", path=path)


def test_a_value_that_is_no_text_is_refused():
    with pytest.raises(ValueError, match="utf-8"):
        json_value.wrap(b"\xff", path="a")
