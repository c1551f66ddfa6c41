"""One exchange is one witness, with all that stood in it."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.judge.witnesses import grouped
from harness.model.judgement import Value, Witness

PATH, QUERY = (Value(("body", f"json:{name}"), "plain", f"canary:{name}", name) for name in ("path", "query"))
ONE = Witness("e1", (PATH,), "com.a", "socket", "sa.example", "vendor", "arm", "note")


def test_values_of_one_exchange_come_together_each_once():
    other = replace(ONE, exchange="e2")
    found = grouped([ONE, other, replace(ONE, values=(QUERY,)), ONE])

    assert found == (replace(ONE, values=(PATH, QUERY)), other)
    assert grouped(found) == found
    assert grouped([]) == ()


@pytest.mark.parametrize("changed", [{"app": None}, {"destination": "b"}, {"arm": None}, {"detail": ""}])
def test_what_differs_in_anything_else_stays_apart(changed):
    other = replace(ONE, values=(QUERY,), **changed)

    assert grouped([ONE, other]) == (ONE, other)
