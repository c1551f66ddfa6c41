"""The grammar of sh as far as this shell knows it (POSIX 2.10), read from text into frozen trees.

What it does not know (here-documents, functions, case, background jobs) is a syntax error, never
silently something else.
"""

from __future__ import annotations

from dataclasses import dataclass

BREAKS = " \t\n;&|<>()"
RESERVED = ("then", "else", "elif", "fi", "do", "done", "}")


class ShellSyntaxError(ValueError):
    """The text is not a script of this grammar."""


@dataclass(frozen=True, slots=True)
class Literal:
    """Characters as they stand."""

    text: str
    quoted: bool


@dataclass(frozen=True, slots=True)
class Parameter:
    """`$name`, `${name}`, `${name:-word}` and its kin; `operator` is empty, one of :- - := :+ + # or #len."""

    name: str
    operator: str
    word: Word | None
    quoted: bool


@dataclass(frozen=True, slots=True)
class Substitution:
    """`$(...)` or backquotes."""

    script: Sequence
    quoted: bool


@dataclass(frozen=True, slots=True)
class Arithmetic:
    """`$((...))`."""

    expression: Word
    quoted: bool


Part = Literal | Parameter | Substitution | Arithmetic


@dataclass(frozen=True, slots=True)
class Word:
    """Parts that stand together."""

    parts: tuple[Part, ...]


@dataclass(frozen=True, slots=True)
class Redirect:
    """`operator` is one of > >> < >& ; `target` a file, or for >& a descriptor."""

    descriptor: int
    operator: str
    target: Word


@dataclass(frozen=True, slots=True)
class Simple:
    """Assignments, a command with its words, redirects."""

    assignments: tuple[tuple[str, Word], ...]
    words: tuple[Word, ...]
    redirects: tuple[Redirect, ...]


@dataclass(frozen=True, slots=True)
class Loop:
    """`while` (or `until`) ... do ... done."""

    condition: Sequence
    body: Sequence
    until: bool
    redirects: tuple[Redirect, ...] = ()


@dataclass(frozen=True, slots=True)
class Each:
    """`for name in words; do ... done`."""

    name: str
    words: tuple[Word, ...]
    body: Sequence
    redirects: tuple[Redirect, ...] = ()


@dataclass(frozen=True, slots=True)
class Choice:
    """`if` ... `then` ... with its elifs; `otherwise` may be empty."""

    branches: tuple[tuple[Sequence, Sequence], ...]
    otherwise: Sequence | None
    redirects: tuple[Redirect, ...] = ()


@dataclass(frozen=True, slots=True)
class Group:
    """`{ ...; }`, or `( ... )` with variables of its own."""

    body: Sequence
    subshell: bool
    redirects: tuple[Redirect, ...] = ()


Command = Simple | Loop | Each | Choice | Group


@dataclass(frozen=True, slots=True)
class Pipeline:
    """Commands joined by `|`."""

    commands: tuple[Command, ...]
    negated: bool


@dataclass(frozen=True, slots=True)
class AndOr:
    """Pipelines joined by && and ||; the first one's operator is empty."""

    parts: tuple[tuple[str, Pipeline], ...]


@dataclass(frozen=True, slots=True)
class Sequence:
    """A list of commands."""

    items: tuple[AndOr, ...]
