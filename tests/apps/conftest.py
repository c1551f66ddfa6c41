"""Apps to drive: played from recorded screens, and on the virtual handset."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

TESTS = Path(__file__).parents[1]


def _load(folder: str, name: str):
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, TESTS / folder / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


@pytest.fixture
def told():
    """A phone that answers commands with given outputs."""
    return _load("device", "told_phone").ToldPhone


@pytest.fixture
def played():
    """`played(app name, first screen, {(screen, what): next screen})` → ui, its display."""
    return _load("apps", "recorded_app").played


@pytest.fixture(scope="session")
def virtual_bench():
    """Starts cloud and handsets."""
    return _load("device", "virtual_bench")
