"""Checking a document against a pydantic model, with the line of what is wrong."""

from __future__ import annotations

import json
from collections.abc import Callable
from typing import TypeVar

from pydantic import BaseModel, ConfigDict, ValidationError
from pydantic_core import ErrorDetails

from harness.ledger.document import Document, Path
from harness.model.errors import SetupError

LONGEST_FOUND = 60
"""Characters of a wrong value that a message repeats."""


class Entry(BaseModel):
    """Anything read from the files: unknown keys are errors, nothing is converted silently."""

    model_config = ConfigDict(extra="forbid", strict=True, frozen=True)


EntryT = TypeVar("EntryT", bound=Entry)
Made = TypeVar("Made")


def validate(document: Document, model: type[EntryT]) -> EntryT:
    """The document as that model.  Raises SetupError about the first thing that is wrong."""
    try:
        return model.model_validate_json(document.canonical())
    except ValidationError as error:
        # a mistyped key is both unknown and missing: the unknown one shows where it is
        problems = sorted(
            error.errors(),
            key=lambda item: (item["type"] != "extra_forbidden", document.line(item["loc"])),
        )
        more = f" ({len(problems) - 1} more such)" if len(problems) > 1 else ""
        raise SetupError(" ".join(_sentence(document, problems[0]).split()) + more) from error


def make(document: Document, path: Path, build: Callable[[], Made]) -> Made:
    """What `build` makes of the entry at `path`; its ValueError becomes a SetupError with the line."""
    try:
        return build()
    except ValueError as error:
        raise wrong(document, path, str(error)) from error


def wrong(document: Document, path: Path, text: str) -> SetupError:
    """The error about one place of a document, to be raised."""
    return SetupError(f"{document.name}:{document.line(path)}: {text}; correct the entry")


def _sentence(document: Document, problem: ErrorDetails) -> str:
    path: Path = problem["loc"]
    where = f"{document.name}:{document.line(path)}"
    name = path[-1] if path else "document"
    within = ".".join(str(step) for step in path[:-1]) or "the document"
    whole = ".".join(str(step) for step in path) or "the document"
    if problem["type"] == "extra_forbidden":
        return f"{where}: wanted only known keys in {within}, found {name!r}; correct or remove it"
    if problem["type"] == "missing":
        return f"{where}: wanted the key {name!r} in {within}, found none; add it"
    if problem["type"] == "too_short" and not problem["input"]:
        return f"{where}: wanted at least one entry in {whole}, found none; add one"
    found = json.dumps(problem["input"], ensure_ascii=False, default=str)
    if len(found) > LONGEST_FOUND:
        found = found[:LONGEST_FOUND] + "..."
    if problem["type"] == "value_error":
        return f"{where}: {whole}: {problem['msg'].removeprefix('Value error, ')}, found {found}; correct it"
    wanted = problem["msg"][:1].lower() + problem["msg"][1:]
    return f"{where}: {whole}: {wanted}, found {found}; correct it"
