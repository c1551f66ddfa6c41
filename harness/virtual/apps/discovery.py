"""Which apps there are: every module that declares some, found by looking through folders."""

from __future__ import annotations

import importlib
import importlib.util
import pkgutil
import sys
from collections.abc import Iterable
from pathlib import Path
from types import ModuleType

from harness.virtual import apps
from harness.virtual.application import InstalledApp
from harness.virtual.behaviours.occasions import Vocabulary
from harness.virtual.inventory import Package


def discover(folders: Iterable[Path] = ()) -> tuple[InstalledApp, ...]:
    """The shipped apps and those of `folders`; a later one takes the place of one with its package name.

    Raises ValueError for a folder that is none, and a file in it that cannot be imported or declares no app.
    """
    found = {item.package.name: item for module in _shipped() for item in getattr(module, "APPS", ())}
    for folder in folders:
        if not folder.is_dir():
            raise ValueError(f"{folder}: wanted a folder of apps, found none")
        for path in sorted(folder.glob("*.py")):
            found |= {item.package.name: item for item in _declared(path)}
    return tuple(found.values())


def packages(folders: Iterable[Path] = ()) -> tuple[Package, ...]:
    """What the apps install on a phone."""
    return tuple(item.package for item in discover(folders))


def vocabulary(installed: Iterable[InstalledApp]) -> Vocabulary:
    """What behaviours may name on a phone with these apps."""
    common, items = Vocabulary(), tuple(installed)
    return Vocabulary(
        common.triggers.union(*(item.triggers for item in items)),
        common.facts.union(*(item.facts for item in items)),
    )


def _shipped() -> list[ModuleType]:
    names = [found.name for found in pkgutil.walk_packages(apps.__path__, f"{apps.__name__}.")]
    return [importlib.import_module(name) for name in names]


def _declared(path: Path) -> tuple[InstalledApp, ...]:
    name = f"_claims_app_{abs(hash(path.resolve())):x}"
    spec = importlib.util.spec_from_file_location(name, path)
    if spec is None or spec.loader is None:
        raise ValueError(f"{path}: wanted a module, found none")
    module = sys.modules[name] = importlib.util.module_from_spec(spec)
    try:
        spec.loader.exec_module(module)
    except (ImportError, SyntaxError, NameError, AttributeError, TypeError) as error:
        raise ValueError(f"{path}: wanted a module that declares an app, found {error!r}") from error
    declared = getattr(module, "APPS", None)
    if not declared or not all(isinstance(item, InstalledApp) for item in declared):
        raise ValueError(f"{path}: wanted a tuple APPS of InstalledApp, found {declared!r}")
    return tuple(declared)
