from __future__ import annotations

import dataclasses

import pytest

from harness.virtual.shell import syntax


@pytest.mark.parametrize(
    "name", ["Literal", "Parameter", "Simple", "Loop", "Each", "Choice", "Group", "Pipeline"]
)
def test_a_tree_cannot_be_changed(name):
    kind = getattr(syntax, name)

    assert dataclasses.is_dataclass(kind)
    assert kind.__dataclass_params__.frozen
