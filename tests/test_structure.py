"""The shape of the project, as far as the import contracts and ruff cannot hold it."""

from __future__ import annotations

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[1]
HARNESS = ROOT / "harness"
PURE = ("model", "ledger", "decode", "detect", "judge")

UNTESTED = {
    "harness/judge/findings.py": "types alone",
    "harness/judge/reading.py": "types alone",
    "harness/model/errors.py": "names alone",
    "harness/model/handset.py": "types alone",
    "harness/model/lines.py": "types alone; tests/store reads every one of them back",
    "harness/model/wire.py": "types alone; tests/store reads every one of them back",
    "harness/model/recording.py": "types alone; tests/store reads every one of them back",
    "harness/model/sighting.py": "types alone",
    "harness/virtual/services.py": "protocols alone",
    "harness/virtual/cloud/__main__.py": "two lines; tests/virtual/cloud starts it by command line",
    "harness/ruling/published.py": "types alone; its schema is compared in tests/report/test_published.py",
}
"""Modules and folders (`.../`) without test files of their own, each with the reason.

A package's `__init__` needs none.
"""

OWNERS = {
    "mitmproxy": ("harness/capture",),
    "hpack": ("harness/capture",),
    "adbutils": ("harness/device",),
    "uiautomator2": ("harness/device",),
    "sqlalchemy": ("harness/history",),
    "typer": ("harness/cli",),
    "rich": ("harness/cli", "harness/report/table.py"),
    "securesystemslib": ("harness/evidence",),
    "rfc3161_client": ("harness/evidence",),
    "bagit": ("harness/evidence",),
    "jinja2": ("harness/report",),
    "weasyprint": ("harness/report",),
    "prefect": ("harness/fleet",),
    "junitparser": ("harness/report/junit.py",),
    "allure": ("harness/report", "steps"),
    "allure_commons": ("harness/report", "steps"),
    "gherkin": ("harness/ledger",),
    "brotli": ("harness/decode",),
    "zstandard": ("harness/decode", "harness/capture"),
    "lz4": ("harness/decode",),
    "defusedxml": ("harness/device",),
    "hyperscan": ("harness/detect",),
    "ahocorasick_rs": ("harness/detect",),
    "cryptography": (
        "harness/decode",
        "harness/capture",
        "harness/device",
        "harness/evidence",
        "harness/virtual",
        "harness/wrap",
    ),
    "PIL": ("harness/virtual", "harness/device", "harness/report"),
    "pytest": ("steps", "harness/cli"),
    "_pytest": ("harness/bench/selection.py",),
    "pytest_bdd": ("steps", "harness/bench"),
    "yaml": ("harness/ledger", "harness/bench"),
    "pydantic": tuple(
        f"harness/{room}" for room in ("ledger", "store", "ruling", "bench", "report", "virtual")
    ),
    "xdist": ("steps/sharing.py",),
    "pydantic_core": ("harness/ledger", "harness/store"),
}
"""One owner per library: the folders or files that may import it."""


def modules(folder: str) -> list[Path]:
    return sorted(path for path in (ROOT / folder).rglob("*.py") if "__pycache__" not in path.parts)


def relative(path: Path) -> str:
    return path.relative_to(ROOT).as_posix()


def allowed(name: str) -> bool:
    return name in UNTESTED or any(name.startswith(folder) for folder in UNTESTED if folder.endswith("/"))


def imports(path: Path) -> Iterator[tuple[str, int]]:
    for node in ast.walk(ast.parse(path.read_bytes(), str(path))):
        if isinstance(node, ast.Import):
            yield from ((name.name, node.lineno) for name in node.names)
        elif isinstance(node, ast.ImportFrom) and node.module and not node.level:
            yield node.module, node.lineno


def tracked() -> list[Path]:
    listed = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, check=False)
    if listed.returncode:
        pytest.skip("not a git clone")
    return [ROOT / name for name in listed.stdout.decode().split("\0") if name and (ROOT / name).is_file()]


def test_the_top_package_is_empty() -> None:
    assert (HARNESS / "__init__.py").read_text() == ""


def test_every_module_has_its_test_file() -> None:
    missing = []
    for path in modules("harness"):
        name = relative(path)
        test = ROOT / "tests" / path.relative_to(HARNESS).with_name(f"test_{path.stem.strip('_')}.py")
        if path.name != "__init__.py" and not allowed(name) and not test.exists():
            missing.append(f"{name} wants {relative(test)}")

    assert not missing, "\n".join(missing)


def test_the_list_of_untested_modules_is_not_stale() -> None:
    stale = [name for name, reason in UNTESTED.items() if not reason or not (ROOT / name).exists()]

    assert stale == []


def test_every_library_has_one_owner() -> None:
    strangers = []
    for path in modules("harness") + modules("steps"):
        name = relative(path)
        for module, line in imports(path):
            top = module.partition(".")[0]
            if top in sys.stdlib_module_names or top in {"harness", "steps"}:
                continue
            owners = OWNERS.get(top)
            if owners is None or not any(name == owner or name.startswith(f"{owner}/") for owner in owners):
                strangers.append(
                    f"{name}:{line} imports {module}, owned by {owners or 'nobody: name its owner here'}"
                )

    assert not strangers, "\n".join(strangers)


def test_a_pure_module_opens_nothing() -> None:
    opened = []
    for package in PURE:
        for path in modules(f"harness/{package}"):
            for node in ast.walk(ast.parse(path.read_bytes())):
                called = node.func if isinstance(node, ast.Call) else None
                if isinstance(called, ast.Name) and called.id in {
                    "open",
                    "input",
                    "print",
                    "eval",
                    "exec",
                    "__import__",
                }:
                    opened.append(f"{relative(path)}:{node.lineno} calls {called.id}")

    assert not opened, "\n".join(opened)


def test_the_contracts_of_the_stand_ins_name_every_package() -> None:
    """A package that is not listed there could be imported by the virtual handset unseen."""
    contracts = tomllib.loads((ROOT / "pyproject.toml").read_text())["tool"]["importlinter"]["contracts"]
    packages = {f"harness.{path.parent.name}" for path in HARNESS.glob("*/__init__.py")}
    for source, allowed in (("harness.virtual", "harness.wrap"), ("harness.wrap", None)):
        (contract,) = [item for item in contracts if item.get("source_modules") == [source]]

        assert packages - {source, allowed} <= set(contract["forbidden_modules"])


REGISTRY = re.compile(
    rb"pypi\.(?:org|python\.org)|files\.pythonhosted|registry\.npmjs|registry\.yarnpkg|proxy\.golang",
    re.IGNORECASE,
)
MACHINE = re.compile(rb"""["'\s=(](?:/home/|/root/|/Users/|/work/|/opt/|[A-Z]:\\Users\\)[A-Za-z]""")


def test_no_file_names_a_package_registry_or_a_place_on_one_machine() -> None:
    named = []
    for path in tracked():
        content = path.read_bytes()
        if b"\0" in content[:8000] or path == Path(__file__):
            continue
        for number, line in enumerate(content.splitlines(), 1):
            if REGISTRY.search(line) or (path.suffix != ".lock" and MACHINE.search(line)):
                named.append(f"{relative(path)}:{number}: {line[:120]!r}")

    assert not named, "\n".join(named)


def test_every_command_that_make_offers_is_a_target() -> None:
    text = (ROOT / "Makefile").read_text()
    offered = re.findall(r"@echo 'make ([a-z-]+)", text)

    assert {"run", "test", "test-all"} <= set(offered)
    assert all(re.search(rf"^{target}:", text, re.MULTILINE) for target in offered)
