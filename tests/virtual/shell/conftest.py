"""A phone in this process."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1]


def _box():
    if "box" not in sys.modules:
        spec = importlib.util.spec_from_file_location("box", FOLDER / "box.py")
        sys.modules["box"] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules["box"]


@pytest.fixture
def box(tmp_path):
    """A phone with the tests' app; `box.sh(line)` types into its shell."""
    made = _box().Box(tmp_path / "phone")
    yield made
    made.close()


@pytest.fixture
def other_box(tmp_path):
    """Makes a phone with another firmware: `other_box(sdk=33)`."""
    made = []

    def make(**changes):
        made.append(_box().Box(tmp_path / f"phone{len(made)}", **changes))
        return made[-1]

    yield make
    for each in made:
        each.close()
