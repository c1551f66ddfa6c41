"""Phones to test against: one in memory, one behind a scripted adb server, the virtual handset."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

HERE = Path(__file__).parent


def _load(name: str):
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, HERE / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


@pytest.fixture
def phone(tmp_path):
    """A phone in memory, as its owner left it."""
    return _load("memory_phone").MemoryPhone(tmp_path / "phone")


@pytest.fixture
def memory_phone():
    """The class of phones in memory."""
    return _load("memory_phone").MemoryPhone


@pytest.fixture
def told():
    """A phone that answers commands with given outputs: `told({command: text | (out, err, code)})`."""
    return _load("told_phone").ToldPhone


@pytest.fixture
def adb_script():
    """A scripted adb server (host side): `adb_script.server({command: bytes of shell v2 packets})`."""
    return _load("scripted_adb")


@pytest.fixture(scope="session")
def virtual_bench():
    """Starts cloud and handsets: `virtual_bench.cloud(folder)`, `virtual_bench.handset(...)`."""
    return _load("virtual_bench")
