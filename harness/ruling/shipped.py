"""Where the features and the steps are: in a checkout at its top, in an installed package inside it."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import harness

PACKED = "_shipped"
"""The folder of the installed package that holds what lies at the top of a checkout (setup.py)."""


def shipped_folder() -> Path:
    """The folder with `features/` and `steps/`; it may be read-only."""
    package = Path(harness.__file__).parent
    packed = package / PACKED
    return packed if packed.is_dir() else package.parent


def features_folder() -> Path:
    """`features/`: scenarios, ledger, acts and destinations."""
    return shipped_folder() / "features"


def steps_folder() -> Path:
    """`steps/`: what pytest collects."""
    return shipped_folder() / "steps"


def devices_example() -> Path:
    """The `devices.yaml` that a new bench begins with."""
    return shipped_folder() / "devices.yaml"


def import_path(environment: Mapping[str, str]) -> dict[str, str]:
    """What lets a child import the suite from any folder: its checkout, where it is not installed."""
    if (Path(harness.__file__).parent / PACKED).is_dir():
        return {}
    paths = [str(shipped_folder()), *filter(None, [environment.get("PYTHONPATH")])]
    return {"PYTHONPATH": os.pathsep.join(paths)}
