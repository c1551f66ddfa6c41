"""A checkout and an installed package each know where their features and steps are."""

from __future__ import annotations

import os
from pathlib import Path

import harness
from harness.ruling.shipped import (
    PACKED,
    devices_example,
    features_folder,
    import_path,
    shipped_folder,
    steps_folder,
)

ROOT = Path(__file__).parents[2]


def test_in_a_checkout_they_lie_at_its_top() -> None:
    assert shipped_folder() == ROOT
    assert (features_folder() / "ledger.yaml").is_file()
    assert (steps_folder() / "conftest.py").is_file()


def test_in_an_installed_package_they_lie_inside_it(tmp_path: Path, monkeypatch) -> None:
    package = tmp_path / "harness"
    (package / PACKED).mkdir(parents=True)
    monkeypatch.setattr(harness, "__file__", str(package / "__init__.py"))

    assert shipped_folder() == package / PACKED
    assert features_folder() == package / PACKED / "features"
    assert steps_folder() == package / PACKED / "steps"


def test_a_child_finds_the_checkout_and_an_installed_package_by_itself(tmp_path: Path, monkeypatch) -> None:
    assert import_path({}) == {"PYTHONPATH": str(ROOT)}
    assert import_path({"PYTHONPATH": "/a"}) == {"PYTHONPATH": f"{ROOT}{os.pathsep}/a"}
    (tmp_path / "harness" / PACKED).mkdir(parents=True)
    monkeypatch.setattr(harness, "__file__", str(tmp_path / "harness" / "__init__.py"))

    assert import_path({"PYTHONPATH": "/a"}) == {}
    assert devices_example() == tmp_path / "harness" / PACKED / "devices.yaml"
