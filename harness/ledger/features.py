"""A feature file as plain values: backgrounds, tables and steps, each with its line.

The grammar is Gherkin's, read by its own parser; what the words mean is told in `scenarios`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from gherkin.errors import CompositeParserException, ParserError
from gherkin.parser import Parser

from harness.model.errors import SetupError


@dataclass(frozen=True, slots=True)
class Table:
    """A data table: its header, and its rows with their lines."""

    header: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]


@dataclass(frozen=True, slots=True)
class Step:
    """One step; `kind` is Given, When or Then, also where it was written And or But."""

    kind: str
    text: str
    line: int
    table: Table | None


@dataclass(frozen=True, slots=True)
class WrittenScenario:
    """One scenario with the steps of every background above it, in their order."""

    title: str
    line: int
    tags: tuple[str, ...]
    steps: tuple[Step, ...]


_KINDS = {"Context": "Given", "Action": "When", "Outcome": "Then"}


def read_feature(text: str, name: str) -> tuple[WrittenScenario, ...]:
    """The scenarios of a feature file.  Raises SetupError with file and line."""
    try:
        document = cast("Mapping[str, Any]", Parser().parse(text))
    except (CompositeParserException, ParserError) as error:
        first = error.errors[0] if isinstance(error, CompositeParserException) else error
        line = getattr(first, "location", {}).get("line", 1)
        found = str(first).split("): ", 1)[-1].splitlines()[0]
        raise SetupError(f"{name}:{line}: wanted Gherkin, {found}; correct the line") from error
    feature = document.get("feature")
    if not feature:
        raise SetupError(f"{name}:1: wanted a feature, found an empty file; write one or remove it")
    tags = _tags(feature)
    return tuple(_scenarios(feature["children"], tags, (), name))


def _scenarios(
    children: list[dict[str, Any]], tags: tuple[str, ...], above: tuple[Step, ...], name: str
) -> Iterator[WrittenScenario]:
    for child in children:
        if "background" in child:
            above = (*above, *_steps(child["background"], name))
        elif "rule" in child:
            rule = child["rule"]
            yield from _scenarios(rule["children"], (*tags, *_tags(rule)), above, name)
        else:
            scenario = child["scenario"]
            line = scenario["location"]["line"]
            if scenario["examples"]:
                raise SetupError(
                    f"{name}:{line}: wanted a scenario without examples: apps come from the ledger; "
                    "write its values out"
                )
            steps = (*above, *_steps(scenario, name))
            yield WrittenScenario(scenario["name"].strip(), line, (*tags, *_tags(scenario)), steps)


def _tags(node: Mapping[str, Any]) -> tuple[str, ...]:
    return tuple(tag["name"].removeprefix("@") for tag in node["tags"])


def _steps(node: Mapping[str, Any], name: str) -> tuple[Step, ...]:
    found: list[Step] = []
    for step in node["steps"]:
        line = step["location"]["line"]
        kind = _KINDS.get(step["keywordType"]) or (found[-1].kind if found else "")
        if not kind:
            raise SetupError(
                f"{name}:{line}: wanted Given, When or Then first, found {step['keyword'].strip()}"
            )
        found.append(Step(kind, step["text"].strip(), line, _table(step)))
    return tuple(found)


def _table(step: Mapping[str, Any]) -> Table | None:
    rows = step.get("dataTable", {}).get("rows", [])
    if not rows:
        return None
    cells = [(row["location"]["line"], tuple(cell["value"].strip() for cell in row["cells"])) for row in rows]
    return Table(cells[0][1], tuple(cells[1:]))
