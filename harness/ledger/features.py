"""A feature file as plain values: backgrounds, tables and steps, each with its line.

The grammar is Gherkin's, read by its own parser, in any of its languages; what the words mean is told in
`scenarios`.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Any, cast

from gherkin.dialect import DIALECTS
from gherkin.errors import CompositeParserException, ParserError
from gherkin.parser import Parser

from harness.model.errors import SetupError


@dataclass(frozen=True, slots=True)
class Table:
    """A data table: its header, and its rows, each with its line."""

    line: int
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
    """One scenario with the steps of every background above it, in their order; tags with their lines."""

    title: str
    line: int
    tags: tuple[tuple[int, str], ...]
    steps: tuple[Step, ...]


_KINDS = {"Context": "Given", "Action": "When", "Outcome": "Then"}
_MARK = "\N{ZERO WIDTH NO-BREAK SPACE}"


def wrong(name: str, line: int, text: str) -> SetupError:
    """The error about one line of a feature, to be raised."""
    return SetupError(f"{name}:{line}: {' '.join(text.split())}")


def read_feature(text: str, name: str) -> tuple[WrittenScenario, ...]:
    """The scenarios of a feature file, at least one.  Raises SetupError with file and line."""
    if text.startswith(_MARK):
        raise wrong(name, 1, "wanted plain UTF-8, found a byte order mark before it; save the file without")
    try:
        document = cast("Mapping[str, Any]", Parser().parse(text))
    except (CompositeParserException, ParserError) as error:
        first = error.errors[0] if isinstance(error, CompositeParserException) else error
        found = str(first).split("): ", 1)[-1]
        line = getattr(first, "location", {}).get("line", 1)
        raise wrong(name, line, f"wanted Gherkin, {found}; correct the line") from error
    feature = document.get("feature")
    if not feature:
        raise wrong(name, 1, "wanted a feature, found an empty file; write one or remove it")
    outlines = DIALECTS[feature["language"]]["scenarioOutline"]
    scenarios = tuple(_Feature(name, frozenset(outlines)).scenarios(feature, (), ()))
    if not scenarios:
        raise wrong(name, feature["location"]["line"], "wanted at least one scenario, found none; write one")
    titles: dict[str, int] = {}
    for scenario in scenarios:
        first_line = titles.setdefault(scenario.title, scenario.line)
        if first_line != scenario.line:
            raise wrong(
                name,
                scenario.line,
                f"wanted each title once, found {scenario.title!r} again (first on line {first_line}); "
                "give it another",
            )
    return scenarios


@dataclass(frozen=True, slots=True)
class _Feature:
    """Walks one parsed file."""

    name: str
    outlines: frozenset[str]

    def scenarios(
        self, node: Mapping[str, Any], tags: tuple[tuple[int, str], ...], above: tuple[Step, ...]
    ) -> Iterator[WrittenScenario]:
        tags = (*tags, *((tag["location"]["line"], tag["name"].removeprefix("@")) for tag in node["tags"]))
        for child in node["children"]:
            if "background" in child:
                above = (*above, *self._steps(child["background"]))
            elif "rule" in child:
                yield from self.scenarios(child["rule"], tags, above)
            else:
                yield self._scenario(child["scenario"], tags, above)

    def _scenario(
        self, node: Mapping[str, Any], tags: tuple[tuple[int, str], ...], above: tuple[Step, ...]
    ) -> WrittenScenario:
        line, title = node["location"]["line"], node["name"].strip()
        if node["examples"] or node["keyword"] in self.outlines:
            raise wrong(
                self.name,
                line,
                "wanted a scenario, found an outline with examples: apps come from the ledger; write it out",
            )
        if not title:
            raise wrong(
                self.name, line, "wanted a title, by which runs and reports name it, found none; add it"
            )
        own = tuple((tag["location"]["line"], tag["name"].removeprefix("@")) for tag in node["tags"])
        return WrittenScenario(title, line, (*tags, *own), (*above, *self._steps(node)))

    def _steps(self, node: Mapping[str, Any]) -> tuple[Step, ...]:
        if node["description"]:
            # a step whose first word is mistyped would be lost in there
            raise wrong(
                self.name,
                node["location"]["line"] + 1,
                f"wanted steps, found {node['description'].strip()!r}; correct or remove it",
            )
        found: list[Step] = []
        for step in node["steps"]:
            line = step["location"]["line"]
            kind = _KINDS.get(step["keywordType"]) or (found[-1].kind if found else "")
            if not kind:
                raise wrong(
                    self.name,
                    line,
                    f"wanted Given, When or Then first, found {step['keyword'].strip()}; correct it",
                )
            if "docString" in step:
                raise wrong(self.name, line, "wanted a step of one line, found a text under it; remove it")
            found.append(Step(kind, step["text"].strip(), line, _table(step)))
        return tuple(found)


def _table(step: Mapping[str, Any]) -> Table | None:
    rows = step.get("dataTable", {}).get("rows", [])
    if not rows:
        return None
    cells = [(row["location"]["line"], tuple(cell["value"].strip() for cell in row["cells"])) for row in rows]
    return Table(*cells[0], tuple(cells[1:]))
