"""Odd fields of flows."""

from __future__ import annotations

import pytest

from harness.capture.importers.flow_http import fields, items, microseconds, whole


@pytest.mark.parametrize("odd", [None, True, "x", float("nan"), float("inf"), -1, 10**30, [1]])
def test_what_is_no_time_is_0(odd: object) -> None:
    assert microseconds(odd) in {0, 1_000_000}


def test_what_is_no_container_is_empty() -> None:
    assert (fields("x"), items({}), whole("5"), whole(True)) == ({}, [], 0, 0)
    assert fields({b"a": 1}) == {"a": 1}
