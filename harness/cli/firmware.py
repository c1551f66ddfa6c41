"""App versions of a virtual handset's firmware, read from its file: a plan starts no handset."""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

import harness
from harness.model.errors import SetupError
from harness.ruling.pack import Pack

SHIPPED = Path(harness.__file__).parent / "virtual" / "firmwares"
"""Data of the virtual handset; its code is imported by nobody."""
DEEPEST = 16
"""Firmwares that extend one another."""


def app_versions(firmware: str, pack: Pack | None = None) -> dict[str, str]:
    """Package → version of a shipped firmware, one of a pack, or of a file (`*.toml`).

    A firmware has its own packages and those of the one that it `extends`, but the ones it is `without`.
    Raises SetupError where there is no such firmware, naming those that there are.
    """
    own = pack.folder("firmwares") if pack else None
    path = SHIPPED / f"{firmware}.toml"
    if firmware.endswith(".toml"):
        path = Path(firmware)
    elif own and (own / f"{firmware}.toml").is_file():
        path = own / f"{firmware}.toml"
    return _versions(path, firmware, 0)


def _versions(path: Path, name: str, depth: int) -> dict[str, str]:
    if depth > DEEPEST:
        raise SetupError(f"{path}: wanted a firmware that ends, found one that extends itself")
    if not path.is_file():
        known = ", ".join(sorted(file.stem for file in SHIPPED.glob("*.toml")))
        raise SetupError(f"wanted a firmware of the virtual handset, found no {name!r}; there are {known}")
    try:
        table: dict[str, Any] = tomllib.loads(path.read_text("utf-8"))
        parent = str(table.get("extends", ""))
        within = path.parent / (parent if parent.endswith(".toml") else f"{parent}.toml")
        if parent and not parent.endswith(".toml"):
            within = SHIPPED / within.name
        versions = _versions(within, parent, depth + 1) if parent else {}
        for gone in table.get("without", ()):
            versions.pop(gone, None)
        versions |= {row["name"]: row["version"] for row in table.get("packages", ()) if "version" in row}
    except (OSError, ValueError, TypeError, KeyError, AttributeError) as error:
        raise SetupError(f"{path}: wanted a firmware, found {error!r}; correct the file") from error
    return versions
