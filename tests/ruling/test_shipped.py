"""A checkout and an installed package each know where their features and steps are."""

from __future__ import annotations

from pathlib import Path

import harness
from harness.ruling.shipped import PACKED, features_folder, shipped_folder, steps_folder

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
