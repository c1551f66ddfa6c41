"""Words to arguments: parameters, command substitution, arithmetic, splitting, file name patterns."""

from __future__ import annotations

import ast
import fnmatch
import operator
import posixpath
from collections.abc import Callable, Sequence

from harness.virtual.shell.context import Context, ExitShell
from harness.virtual.shell.syntax import (
    Arithmetic,
    Literal,
    Parameter,
    Part,
    ShellSyntaxError,
    Substitution,
    Word,
)

Piece = tuple[str, bool]  # text, quoted

OPERATIONS: dict[type, Callable[[int, int], int]] = {
    ast.Add: operator.add,
    ast.Sub: operator.sub,
    ast.Mult: operator.mul,
    ast.FloorDiv: operator.floordiv,
    ast.Mod: operator.mod,
    ast.Lt: operator.lt,
    ast.Gt: operator.gt,
    ast.LtE: operator.le,
    ast.GtE: operator.ge,
    ast.Eq: operator.eq,
    ast.NotEq: operator.ne,
}
LONGEST_EXPRESSION = 200


async def expand(words: Sequence[Word], context: Context) -> list[str]:
    """The arguments that words become; a word may become none or many."""
    found: list[str] = []
    for word in words:
        if word.parts == (Parameter("@", "", None, quoted=True),):
            found.extend(context.arguments)
            continue
        for field in _split([await _piece(part, context) for part in word.parts]):
            found.extend(_names(field, context))
    return found


async def expand_one(word: Word, context: Context) -> str:
    """A word that stays one: an assignment, a redirect's target."""
    return "".join([(await _piece(part, context))[0] for part in word.parts])


async def _piece(part: Part, context: Context) -> Piece:
    if isinstance(part, Literal):
        return part.text, True if part.quoted else _is_plain(part.text)
    if isinstance(part, Parameter):
        return await _parameter(part, context), part.quoted
    if isinstance(part, Arithmetic):
        return str(calculate(await expand_one(part.expression, context), context.variables)), True
    return await _output(part, context), part.quoted


def _is_plain(text: str) -> bool:
    """Literal text is never split; only its pattern characters matter."""
    return not any(mark in text for mark in "*?[")


async def _output(part: Substitution, context: Context) -> str:
    collected = bytearray()

    async def collect(content: bytes) -> None:
        collected.extend(content)

    child = context.fork(out=collect)
    try:
        context.status = await context.interpret(part.script, child)
    except ExitShell as leaving:
        context.status = leaving.status
    return collected.decode("utf-8", "surrogateescape").rstrip("\n")


async def _parameter(part: Parameter, context: Context) -> str:
    special = {
        "?": str(context.status),
        "$": str(context.pid),
        "#": str(len(context.arguments)),
        "@": " ".join(context.arguments),
        "*": " ".join(context.arguments),
        "0": "sh",
        "!": "",
        "EPOCHREALTIME": f"{context.device.clock.now_ms() / 1000:.6f}",
    }
    value = special.get(part.name, context.variables.get(part.name))
    if part.name.isdigit() and part.name != "0":
        position = int(part.name)
        value = context.arguments[position - 1] if position <= len(context.arguments) else None
    if part.operator == "length":
        return str(len(value or ""))
    if part.word is None:
        return value or ""
    word = await expand_one(part.word, context)
    missing = value is None or (part.operator.startswith(":") and not value)
    kind = part.operator.lstrip(":")
    if kind == "+":
        return "" if missing else word
    if kind in ("#", "##", "%", "%%"):
        return _trim(value or "", kind, word)
    if missing and kind == "=":
        context.variables[part.name] = word
    return word if missing else value or ""


def _trim(value: str, kind: str, pattern: str) -> str:
    """Removes a matching prefix (#) or suffix (%), the shortest or (doubled) the longest."""
    cuts = range(len(value) + 1)
    if kind[0] == "#":
        for cut in cuts if kind == "#" else reversed(cuts):
            if fnmatch.fnmatchcase(value[:cut], pattern):
                return value[cut:]
    else:
        for cut in reversed(cuts) if kind == "%" else cuts:
            if fnmatch.fnmatchcase(value[cut:], pattern):
                return value[:cut]
    return value


def calculate(expression: str, variables: dict[str, str]) -> int:
    """The value of an integer expression. ShellSyntaxError: it is none."""
    if len(expression) > LONGEST_EXPRESSION:
        raise ShellSyntaxError("arithmetic: expression too long")
    try:
        tree = ast.parse(expression.replace("$", "").replace("/", "//").strip() or "0", mode="eval")
        return _evaluate(tree.body, variables)
    except (SyntaxError, ValueError, ZeroDivisionError, RecursionError) as error:
        raise ShellSyntaxError(f"arithmetic: {expression}: unexpected token") from error


def _evaluate(node: ast.expr, variables: dict[str, str]) -> int:
    if isinstance(node, ast.Constant) and isinstance(node.value, int):
        return node.value
    if isinstance(node, ast.Name):
        return int(variables.get(node.id) or "0")
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, ast.USub):
        return -_evaluate(node.operand, variables)
    if isinstance(node, ast.BinOp) and type(node.op) in OPERATIONS:
        return OPERATIONS[type(node.op)](_evaluate(node.left, variables), _evaluate(node.right, variables))
    if isinstance(node, ast.Compare) and len(node.ops) == 1 and type(node.ops[0]) in OPERATIONS:
        left, right = _evaluate(node.left, variables), _evaluate(node.comparators[0], variables)
        return int(OPERATIONS[type(node.ops[0])](left, right))
    raise ValueError("unknown operator")


def _split(pieces: list[Piece]) -> list[list[Piece]]:
    """Fields: what was expanded without quotes breaks at blanks."""
    fields: list[list[Piece]] = []
    open_field: list[Piece] | None = None
    for text, quoted in pieces:
        if quoted or _has_pattern_only(text):
            open_field = [*(open_field or []), (text, quoted)]
            continue
        if text[:1].isspace() and open_field is not None:
            fields.append(open_field)
            open_field = None
        for number, part in enumerate(text.split()):
            if number and open_field is not None:
                fields.append(open_field)
                open_field = None
            open_field = [*(open_field or []), (part, False)]
        if text[-1:].isspace() and open_field is not None:
            fields.append(open_field)
            open_field = None
    return fields if open_field is None else [*fields, open_field]


def _has_pattern_only(text: str) -> bool:
    return bool(text) and not any(character.isspace() for character in text)


def _names(field: list[Piece], context: Context) -> list[str]:
    """File names that a pattern matches; the pattern itself if none does."""
    text = "".join(piece for piece, _ in field)
    if all(quoted or _is_plain(piece) for piece, quoted in field):
        return [text]
    folder, pattern = posixpath.split(text)
    where = context.device.files.resolve(folder or ".", context.cwd)
    try:
        names = context.device.files.list(where, context.uid)
    except OSError:
        return [text]
    hits = [name for name in names if fnmatch.fnmatchcase(name, pattern) and not name.startswith(".")]
    return [posixpath.join(folder, name) for name in hits] or [text]
