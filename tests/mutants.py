"""Mutants of a module: copies that pass over something, to show that the tests of conservation would notice.

Each loop skips its body, each comprehension gives nothing, each `.append`, `.extend` and `+=` of a collection
is left out.  A mutant runs in a process of its own, forked from a small one, with limits on time and memory:
most of those that skip a loop's body never end.

    every, alive = survivors("package.helper", ["package.user"], "tests.package.mutation:conserves")
"""

from __future__ import annotations

import ast
import copy
import importlib
import importlib.util
import json
import os
import random
import resource
import subprocess
import sys
import traceback
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from types import ModuleType

ROOT = Path(__file__).parents[1]
TIMES = 4
"""How much longer than the module as it is a mutant may take, and a second."""
MEMORY = 4 * 1024**3
_ADDING = frozenset({"append", "extend", "appendleft", "add", "update"})
_LOOPS = (ast.For, ast.While)
_COMPREHENSIONS = (ast.ListComp, ast.SetComp, ast.DictComp, ast.GeneratorExp)


@dataclass(frozen=True, slots=True)
class Mutant:
    """One change of a module.  `name` says what it does to which source text, in which function."""

    name: str
    kind: str
    tree: ast.Module


def mutants(source: str) -> Iterator[Mutant]:
    """Every mutant of a source text, in its order."""
    tree = ast.parse(source)
    seen: dict[str, int] = {}
    for number, (node, function) in enumerate(_nodes(tree)):
        kind = _kind(node)
        if not kind:
            continue
        text = " ".join((ast.get_source_segment(source, node) or "").split())[:60]
        name = f"{function}: {kind} {text}"
        seen[name] = seen.get(name, 0) + 1
        if seen[name] > 1:
            name += f" ({seen[name]})"
        changed = copy.deepcopy(tree)
        _change(changed, [one for one, _ in _nodes(changed)][number])
        yield Mutant(name, kind, ast.fix_missing_locations(changed))


def _nodes(tree: ast.AST, function: str = "") -> Iterator[tuple[ast.AST, str]]:
    """Every node with the names of the functions and classes around it."""
    for child in ast.iter_child_nodes(tree):
        inner = function
        if isinstance(child, (ast.FunctionDef, ast.ClassDef)):
            inner = f"{function}.{child.name}" if function else child.name
        yield child, function
        yield from _nodes(child, inner)


def _kind(node: ast.AST) -> str:
    if isinstance(node, _LOOPS):
        return "continue"
    if isinstance(node, _COMPREHENSIONS):
        return "nothing"
    if isinstance(node, ast.Expr) and isinstance(node.value, ast.Call):
        called = node.value.func
        return "dropped" if isinstance(called, ast.Attribute) and called.attr in _ADDING else ""
    if isinstance(node, ast.AugAssign) and isinstance(node.op, ast.Add):
        # Sums of numbers are no collections: books, offsets and counts have checks of their own.
        return "dropped" if isinstance(node.value, (ast.Name, ast.List, ast.ListComp, ast.Subscript)) else ""
    return ""


def _change(tree: ast.Module, node: ast.AST) -> None:
    if isinstance(node, _LOOPS):
        node.body.insert(0, ast.Continue())
    elif isinstance(node, _COMPREHENSIONS):
        node.generators[0].ifs = [ast.Constant(False)]
    else:
        for parent in ast.walk(tree):
            for _, value in ast.iter_fields(parent):
                if isinstance(value, list) and node in value:
                    value[value.index(node)] = ast.Pass()


def survivors(target: str, subjects: Sequence[str], check: str, most: int = 0) -> tuple[list[str], list[str]]:
    """Names of all mutants of the module `target`, and of those that the check did not notice.

    Where there are more than `most`, so many of them are taken: always the same ones.

    `check` is `<module>:<function>`; the function gets a module of `subjects` that uses the target, loaded
    anew, and raises where something is lost.  Raises AssertionError where the module as it is fails already.
    """
    done = subprocess.run(
        [sys.executable, "-m", "tests.mutants", str(most), target, check, *subjects],
        cwd=ROOT,
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 0, done.stdout + done.stderr
    names, alive = json.loads(done.stdout.splitlines()[-1])
    return names, alive


def _replace(target: str, tree: ast.Module, rooms: tuple[str, ...]) -> None:
    """Loads the mutant under the name of its module; whatever imports it is imported anew."""
    spec = importlib.util.find_spec(target)
    assert spec is not None
    for name in [name for name in sys.modules if name.rpartition(".")[0] in rooms and name not in _KEPT]:
        del sys.modules[name]
        above, _, stem = name.rpartition(".")
        if hasattr(sys.modules[above], stem):
            delattr(sys.modules[above], stem)
    module = ModuleType(target)
    module.__spec__ = spec
    module.__file__ = spec.origin
    sys.modules[target] = module
    room, _, stem = target.rpartition(".")
    exec(compile(tree, str(spec.origin), "exec"), module.__dict__)  # noqa: S102 (that is what a mutant is)
    setattr(sys.modules[room], stem, module)


_KEPT = frozenset({"harness.decode.refusal", "harness.decode.budget"})
"""Modules of which there may be one only, since the checks compare their classes."""


def _noticed(target: str, tree: ast.Module, check: str, subjects: list[str], cpu_s: int) -> bool:
    """Whether a child that runs the check with a mutant ends otherwise than well."""
    child = os.fork()
    if child == 0:
        code = 1
        try:
            resource.setrlimit(resource.RLIMIT_CPU, (cpu_s, cpu_s))
            resource.setrlimit(resource.RLIMIT_AS, (MEMORY, MEMORY))
            quiet = os.open(os.devnull, os.O_WRONLY)
            os.dup2(quiet, 1)
            if "MUTANTS_SHOW" not in os.environ:
                os.dup2(quiet, 2)
            module, _, function = check.partition(":")
            run = getattr(importlib.import_module(module), function)
            _replace(target, tree, tuple({name.rpartition(".")[0] for name in (target, *subjects)}))
            for subject in subjects:
                run(importlib.import_module(subject))
            code = 0
        except BaseException:  # noqa: BLE001 (whatever it is, it is noticed)
            traceback.print_exc()
        finally:
            os._exit(code)
    _, status = os.waitpid(child, 0)
    return status != 0


def _main(most: str, target: str, check: str, *subjects: str) -> None:
    spec = importlib.util.find_spec(target)
    assert spec is not None
    assert spec.origin is not None
    importlib.import_module(check.partition(":")[0])
    source = Path(spec.origin).read_text()
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    assert not _noticed(target, ast.parse(source), check, list(subjects), 60), f"{target} fails as it is"
    used = resource.getrusage(resource.RUSAGE_CHILDREN)
    cpu_s = 1 + int(TIMES * (used.ru_utime + used.ru_stime - before.ru_utime - before.ru_stime) + 1)
    every = list(mutants(source))
    if 0 < int(most) < len(every):
        every = random.Random(target).sample(every, int(most))  # noqa: S311 (the same ones each time)
    alive = [one.name for one in every if not _noticed(target, one.tree, check, list(subjects), cpu_s)]
    print(json.dumps([[one.name for one in every], alive]))


if __name__ == "__main__":
    _main(*sys.argv[1:])
