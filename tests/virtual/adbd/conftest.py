"""A real adb server and a handset process, one for all tests of this folder."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

FOLDER = Path(__file__).parents[1]


def _bench():
    if "bench" not in sys.modules:
        spec = importlib.util.spec_from_file_location("bench", FOLDER / "bench.py")
        sys.modules["bench"] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    return sys.modules["bench"]


@pytest.fixture(scope="session")
def adb(tmp_path_factory):
    """The adb server."""
    made = _bench().Bench(tmp_path_factory.mktemp("home"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def handset(tmp_path_factory):
    """The handset process."""
    made = _bench().Handset(tmp_path_factory.mktemp("handset"))
    yield made
    made.close()


@pytest.fixture(scope="session")
def device(adb, handset):
    """The handset as adbutils sees it."""
    return adb.connect(handset)
