"""One `*-result.json` of an Allure folder with the attachments beside it: read, changed, written whole."""

from __future__ import annotations

import ast
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from harness.model.errors import EvidenceError
from harness.report.safe_text import one_line
from harness.report.whole_file import write_whole

EXAMPLE = "_pytest_bdd_example"
"""The parameter in which pytest-bdd keeps a row of an outline's examples."""


def labels(result: dict[str, Any], name: str) -> tuple[str, ...]:
    """The values of the labels of that name."""
    return tuple(str(item.get("value")) for item in result.get("labels") or [] if item.get("name") == name)


def read_result(path: Path) -> dict[str, Any]:
    """The content of a result.  Raises EvidenceError where it is none."""
    try:
        result = json.loads(path.read_bytes())
    except ValueError as error:
        raise EvidenceError(f"wanted an Allure result in {path}, found no JSON: {error}") from error
    if not isinstance(result, dict):
        raise EvidenceError(f"wanted an Allure result in {path}, found {type(result).__name__}")
    return result


def parameters(item: dict[str, Any]) -> Iterator[dict[str, Any]]:
    """A parameter as people read it; the example of an outline falls into its columns.

    Allure takes results of one test with equal parameters for retries: none is left out without another.
    """
    if item.get("name") != EXAMPLE:
        yield item
        return
    try:
        columns = ast.literal_eval(str(item.get("value")))
    except (ValueError, SyntaxError):
        columns = None
    if not isinstance(columns, dict):
        columns = {"example": item.get("value")}
    for name, value in columns.items():
        yield {"name": one_line(str(name)), "value": one_line(str(value))}


def attach(path: Path, holder: dict[str, Any], suffix: str, attachment: tuple[str, str, str]) -> None:
    """Puts (name, type, text) beside the result and refers to it; an empty text is left out."""
    name, kind, text = attachment
    source = path.name.removesuffix("-result.json") + suffix
    kept = [item for item in holder.get("attachments") or [] if item.get("source") != source]
    if text:
        write_whole(path.with_name(source), text)
        kept.append({"name": name, "source": source, "type": kind})
    holder["attachments"] = kept
