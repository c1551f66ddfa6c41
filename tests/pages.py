"""The pages of the project as tests read them: blocks of code, words between backticks, links, tables."""

from __future__ import annotations

import functools
import re
from pathlib import Path

ROOT = Path(__file__).parents[1]
MANUAL = ("README.md", *sorted(f"docs/{path.name}" for path in (ROOT / "docs").glob("*.md")))
"""What a reader follows."""
PAGES = (
    *MANUAL,
    "CHANGELOG.md",
    "reports/README.md",
    "harness/virtual/behaviours/README.md",
    "tests/samples/apps/README.md",
)
"""Every page that is kept with the code."""
_BLOCK = re.compile(r"^( *)```\w*\n(.*?)^ *```$", re.MULTILINE | re.DOTALL)


@functools.cache
def text(page: str) -> str:
    """The whole page."""
    return (ROOT / page).read_text("utf-8")


def blocks(page: str) -> list[list[str]]:
    """The lines of each block of code, without the block's own indent."""
    return [
        [line.removeprefix(indent) for line in body.splitlines()]
        for indent, body in _BLOCK.findall(text(page))
    ]


def prose(page: str) -> str:
    """The page without its blocks of code."""
    return _BLOCK.sub("", text(page))


def inline(page: str) -> list[str]:
    """What stands between single backticks, outside of blocks."""
    return re.findall(r"`([^`\n]+)`", prose(page))


def section(page: str, heading: str) -> str:
    """The text under a heading, to the next one of its level or above."""
    found = re.search(rf"^(#+) {re.escape(heading)}$", text(page), re.MULTILINE)
    assert found is not None, f"{page}: no heading {heading!r}"
    rest = text(page)[found.end() :]
    end = re.search(rf"^#{{1,{len(found[1])}}} ", rest, re.MULTILINE)
    return rest[: end.start()] if end else rest


def rows(source: str) -> list[list[str]]:
    """The cells of every row of the tables in a text, headings and rules left out."""
    lines = [line for line in source.splitlines() if line.lstrip().startswith("|")]
    cells = [[cell.strip() for cell in re.split(r"(?<!\\)\|", line.strip().strip("|"))] for line in lines]
    ruled = [number for number, row in enumerate(cells) if set("".join(row)) <= set("-: ")]
    return [row for number, row in enumerate(cells) if number not in ruled and number + 1 not in ruled]
