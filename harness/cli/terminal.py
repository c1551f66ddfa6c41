"""The console of every command: what was captured or typed is printed as it is, never as markup or emoji."""

from __future__ import annotations

from rich.console import Console
from rich.text import Text

NOT_BACK = "a phone may not be as it was: see `claims restore`"
REHEARSAL = "REHEARSAL: says how the suite works, nothing about any phone."
NARROWEST = 20
"""Columns that a wrapped text gets at least."""


def terminal(*, stderr: bool = False) -> Console:
    """Standard output, or standard error, without markup, emoji and highlighting."""
    return Console(stderr=stderr, highlight=False, markup=False, emoji=False)


def say(console: Console, text: str, indent: int = 0, style: str = "") -> None:
    """One paragraph: wrapped at words with a hanging indent on a terminal, one line for a file or a pipe."""
    if not console.is_terminal:
        console.print(Text(text), soft_wrap=True)
        return
    first = Text(text).wrap(console, max(NARROWEST, console.width))[0].plain
    rest = Text(text[len(first) :].lstrip(" "))
    lines = [Text(first)] + [
        Text(" " * indent).append(line)
        for line in rest.wrap(console, max(NARROWEST, console.width - indent))
        if rest
    ]
    for line in lines:
        line.rstrip()
        line.stylize(style)
        console.print(line, soft_wrap=True)


def cut(text: str, most: int) -> str:
    """At most `most` characters, cut between words and marked with an ellipsis."""
    if len(text) <= most:
        return text
    words = text[:most].rpartition(" ")[0].rstrip(" ,;:.(")
    return f"{words or text[: most - 1]}…"


def many(count: int, one: str, more: str = "") -> str:
    """A count with its noun: `1 gap`, `2 gaps`."""
    return f"{count} {one if count == 1 else more or one + 's'}"
