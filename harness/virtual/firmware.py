"""A firmware as data: the properties, settings, packages and behaviours that a handset starts with.

A TOML file; `extends` names another one whose values it overrides (tables are merged, packages by name;
`without` lists packages that it has not).  Every app that there is (`apps.discovery`) is installed as its
module declares it, where the file says nothing else of its package.
Unknown keys are refused. Values that no cited source gives are marked `synthetic` in the file.

`python -m harness.virtual.firmware NAME` prints name and packages (name, version) as one line of JSON, for
those who plan without starting a handset.
"""

from __future__ import annotations

import argparse
import json
import sys
import tomllib
from collections.abc import Iterable
from dataclasses import asdict
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

from harness.virtual.apps.discovery import packages
from harness.virtual.inventory import Package

SHIPPED = Path(__file__).parent / "firmwares"


class FirmwarePackage(BaseModel):
    """One package of the system image."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    version: str
    version_code: int
    uid: int = Field(ge=1000)
    signer: str = Field(pattern="^(platform|vendor|google|other)$")
    system: bool = True
    path: str
    activities: tuple[str, ...] = ()
    shared_user: str = ""
    target_sdk: int = 28
    label: str = ""


class Firmware(BaseModel):
    """One firmware. `tools` are commands beyond those every Android here has (curl, for one)."""

    model_config = ConfigDict(extra="forbid", frozen=True)

    name: str
    title: str
    sdk: int
    width: int = 1080
    height: int = 2340
    density: int = 440
    rooted: bool = False
    tools: tuple[str, ...] = ()
    behaviours: tuple[str, ...] = ()  # ids, patterns of ids, or files beside this one
    properties: dict[str, str]
    settings: dict[str, dict[str, str]] = Field(default_factory=dict)
    packages: tuple[FirmwarePackage, ...]
    extra: dict[str, str] = Field(default_factory=dict)  # for the apps: search engine, region, defaults


def load(name_or_path: str, folders: Iterable[Path] = (), installed: Iterable[Package] = ()) -> Firmware:
    """The firmware of that name in the last of `folders` that has it, else the shipped one; or the file.

    `installed` are the packages of the apps.  ValueError, OSError: with what is wrong.
    """
    rows = [{**asdict(package), "activities": list(package.activities)} for package in installed]
    places = (*reversed(tuple(folders)), SHIPPED)
    for folder in places:
        if not folder.is_dir():
            raise ValueError(f"{folder}: wanted a folder of firmwares, found none")
    return Firmware.model_validate(_read(name_or_path, places, {"packages": rows}, ()))


def _read(
    name_or_path: str, places: tuple[Path, ...], under: dict[str, Any], seen: tuple[str, ...]
) -> dict[str, Any]:
    """The whole table: that of the file over the one that it extends, which lies over `under`."""
    if name_or_path.endswith(".toml"):
        path = Path(name_or_path)
    else:
        found = [place / f"{name_or_path}.toml" for place in places]
        path = next((file for file in found if file.is_file()), found[-1])
    if str(path) in seen:
        raise ValueError(f"{path}: extends itself through {', '.join(seen)}")
    if not path.is_file():
        known = ", ".join(sorted({file.stem for place in places for file in place.glob("*.toml")}))
        raise ValueError(f"wanted a firmware, found none named {name_or_path}; there are {known}")
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError) as error:
        raise ValueError(f"{path}: {error}") from error
    parent, gone = table.pop("extends", ""), table.pop("without", [])
    if "behaviours" in table:
        table["behaviours"] = [_beside(path, name) for name in table["behaviours"]]
    if parent.endswith(".toml"):
        parent = str(path.parent / parent)
    merged = _merge(_read(parent, places, under, (*seen, str(path))) if parent else under, table)
    names = {row["name"] for row in merged.get("packages", [])}
    if unknown := sorted(set(gone) - names):
        raise ValueError(f"{path}: wanted packages to be without, found none named {', '.join(unknown)}")
    merged["packages"] = [row for row in merged.get("packages", []) if row["name"] not in gone]
    return merged


def _beside(path: Path, behaviour: str) -> str:
    """A behaviour as a firmware's file names it: an id or pattern, or a file as seen from there."""
    return str(path.parent / behaviour) if behaviour.endswith(".toml") else behaviour


def _merge(under: dict[str, Any], over: dict[str, Any]) -> dict[str, Any]:
    merged = dict(under)
    for key, value in over.items():
        if key == "packages":
            by_name = {row["name"]: row for row in under.get("packages", [])}
            for row in value:
                by_name[row["name"]] = {**by_name.get(row["name"], {}), **row}
            merged[key] = list(by_name.values())
        elif isinstance(value, dict) and isinstance(merged.get(key), dict):
            merged[key] = _merge(merged[key], value)
        else:
            merged[key] = value
    return merged


def main() -> int:
    """Prints what a firmware has; 3 and one line on stderr where there is none."""
    parser = argparse.ArgumentParser(prog="harness.virtual.firmware")
    parser.add_argument("firmware")
    parser.add_argument("--firmwares", type=Path, action="append", default=[])
    parser.add_argument("--apps", type=Path, action="append", default=[])
    options = parser.parse_args()
    try:
        found = load(options.firmware, options.firmwares, packages(options.apps))
    except (OSError, ValueError) as error:
        sys.stderr.write(f"{' '.join(str(error).split())}\n")
        return 3
    told = {"name": found.name, "packages": {row.name: row.version for row in found.packages}}
    sys.stdout.write(json.dumps(told) + "\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
