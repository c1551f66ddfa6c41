"""A firmware as data: the properties, settings, packages and behaviours that a handset starts with.

A TOML file; `extends` names another one whose values it overrides (tables are merged, packages by name;
`without` lists packages that it has not).
Unknown keys are refused. Values that no cited source gives are marked `synthetic` in the file.
"""

from __future__ import annotations

import tomllib
from pathlib import Path
from typing import Any

from pydantic import BaseModel, ConfigDict, Field

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
    behaviours: tuple[str, ...] = ()
    properties: dict[str, str]
    settings: dict[str, dict[str, str]] = Field(default_factory=dict)
    packages: tuple[FirmwarePackage, ...]
    extra: dict[str, str] = Field(default_factory=dict)  # for the apps: search engine, region, defaults


def load(name_or_path: str) -> Firmware:
    """The shipped firmware of that name, or the file. ValueError, OSError: with what is wrong."""
    return Firmware.model_validate(_read(name_or_path, ()))


def _read(name_or_path: str, seen: tuple[str, ...]) -> dict[str, Any]:
    path = Path(name_or_path) if name_or_path.endswith(".toml") else SHIPPED / f"{name_or_path}.toml"
    if str(path) in seen:
        raise ValueError(f"{path}: extends itself through {', '.join(seen)}")
    if not path.is_file():
        shipped = ", ".join(sorted(known.stem for known in SHIPPED.glob("*.toml")))
        raise ValueError(f"wanted a firmware, found none named {name_or_path}; shipped are {shipped}")
    table = tomllib.loads(path.read_text(encoding="utf-8"))
    parent, gone = table.pop("extends", ""), table.pop("without", [])
    if not parent:
        return table
    if parent.endswith(".toml"):
        parent = str(path.parent / parent)
    merged = _merge(_read(parent, (*seen, str(path))), table)
    names = {row["name"] for row in merged.get("packages", [])}
    if unknown := sorted(set(gone) - names):
        raise ValueError(f"{path}: wanted packages to be without, found none named {', '.join(unknown)}")
    merged["packages"] = [row for row in merged.get("packages", []) if row["name"] not in gone]
    return merged


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
