"""Behaviour files read strictly: a mistake is an error that names the file."""

from __future__ import annotations

import fnmatch
import tomllib
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from harness.virtual.behaviours.filling import overlay
from harness.virtual.behaviours.model import Behaviour, BehaviourFile
from harness.virtual.behaviours.occasions import Vocabulary

SHIPPED = Path(__file__).parent


def load(path: Path, vocabulary: Vocabulary) -> BehaviourFile:
    """One file; its behaviour's id is the file's stem.  Raises ValueError with the file and every mistake.

    `extends = "name"` in `[behaviour]` lays it over that file's (beside it, else shipped): tables are
    merged, lists replaced; `[expect]` is not inherited.
    """
    table = _read(path)
    table["behaviour"] = _whole(path, table, ())
    try:
        return BehaviourFile.model_validate(table, context=vocabulary)
    except ValidationError as error:
        told = "; ".join(f"{'.'.join(map(str, row['loc']))}: {row['msg']}" for row in error.errors())
        raise ValueError(f"{path}: {told}") from error


def load_folder(folder: Path, vocabulary: Vocabulary) -> dict[str, BehaviourFile]:
    """All files of a folder by id.  Raises ValueError as `load`, and for a folder that is none."""
    if not folder.is_dir():
        raise ValueError(f"{folder}: wanted a folder of behaviour files, found none")
    return {path.stem: load(path, vocabulary) for path in sorted(folder.glob("*.toml"))}


def choose(wanted: Iterable[str], folders: Iterable[Path], vocabulary: Vocabulary) -> list[Behaviour]:
    """The behaviours of a phone: those `wanted` by its firmware, and every one of `folders`.

    `wanted` are ids, patterns of ids like `*-as-reported`, or files.  A file in a later folder takes the
    place of one with the same id; what an active behaviour `replaces` is off.  Raises ValueError for an id
    that no file has and a pattern that fits none.
    """
    files, added = load_folder(SHIPPED, vocabulary), list[str]()
    for folder in folders:
        more = load_folder(folder, vocabulary)
        files |= more
        added += more
    active: dict[str, None] = {}
    for pattern in wanted:
        if pattern.endswith(".toml"):
            path = Path(pattern)
            files[path.stem] = load(path, vocabulary)
            active[path.stem] = None
            continue
        found = fnmatch.filter(sorted(files), pattern)
        if not found:
            raise ValueError(f"wanted behaviours of {', '.join(sorted(files))}; found {pattern}")
        active |= dict.fromkeys(found)
    active |= dict.fromkeys(added)
    chosen = [files[id_].behaviour for id_ in active]
    replaced = {id_ for behaviour in chosen for id_ in behaviour.replaces}
    return [behaviour for behaviour in chosen if behaviour.id not in replaced]


def _read(path: Path) -> dict[str, Any]:
    try:
        table = tomllib.loads(path.read_text(encoding="utf-8"))
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, OSError) as error:
        raise ValueError(f"{path}: {error}") from error
    if not isinstance(table.get("behaviour"), dict):
        raise ValueError(  # noqa: TRY004  # one type for every bad file
            f"{path}: wanted a table [behaviour], found {sorted(table)}"
        )
    return table


def _whole(path: Path, table: dict[str, Any], seen: tuple[Path, ...]) -> dict[str, Any]:
    own: dict[str, Any] = {**table["behaviour"], "id": path.stem}
    parent = str(own.pop("extends", ""))
    if not parent:
        return own
    if path in seen:
        raise ValueError(f"{path}: wanted extends to name another file, found {parent!r}")
    beside = path.parent / f"{parent}.toml"
    below = beside if beside.is_file() and beside != path else SHIPPED / f"{parent}.toml"
    try:
        return overlay(_whole(below, _read(below), (*seen, path)), own)
    except ValueError as error:
        raise ValueError(f"{path}: extends {parent}: {error}") from error
