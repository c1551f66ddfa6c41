"""What judges names no app, no act, no mode and no vendor: these stand in `features/` and in the formats."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
ROOMS = ("judge", "detect")
VENDOR_WORDS = {"xiaomi", "miui", "mi", "mint", "incognito", "sensors", "onetrack", "mistat", "globalbrowser"}
"""Words of the built-in vendor, its apps, modes and formats that `features/` does not tell apart."""
GENERIC = {
    "com": "the beginning of half of all package names",
    "sync": "an innocent explanation that the method names (§12)",
    "search": "what detecting is",
    "default": "what is taken where nothing is given",
    "other": "another one of its kind",
}
"""Words that happen to be a part of a name there, each with what it means here."""


def table(name: str) -> dict:
    return yaml.safe_load((ROOT / "features" / name).read_text("utf-8"))


def words(text: str) -> list[str]:
    """The words of a text or an identifier, in lower case; a MiB is no word."""
    text = text.replace("MiB", "")
    return [word.lower() for word in re.findall(r"[A-Z]?[a-z]+|[A-Z]+(?![a-z])", text)]


def names() -> set[str]:
    """Vendor, apps and packages, word by word."""
    ledger = table("ledger.yaml")
    texts = [ledger["vendor"]["name"], *ledger["vendor"]["packages"], *ledger["apps"]]
    texts += [app[field] for app in ledger["apps"].values() for field in ("name", "title")]
    return {word for text in texts for word in words(text)} | VENDOR_WORDS


def whole() -> set[str]:
    """Acts and values of conditions: words of every day, so that only a whole text counts."""
    acts = table("acts.yaml")
    values = {str(value) for entry in acts["conditions"].values() for value in entry["values"]}
    return {act["id"] for act in acts["acts"]} | values


def spoken(path: Path) -> Iterator[tuple[int, str]]:
    """Every string and every identifier of a module, with its line."""
    for node in ast.walk(ast.parse(path.read_bytes())):
        match node:
            case ast.Constant(value=str(text)) | ast.Name(id=text) | ast.arg(arg=text):
                yield node.lineno, text
            case ast.Attribute(attr=text) | ast.keyword(arg=str(text)):
                yield node.lineno, text
            case ast.FunctionDef(name=text) | ast.ClassDef(name=text):
                yield node.lineno, text


@pytest.mark.parametrize("room", ROOMS)
def test_what_judges_names_no_app_act_mode_or_vendor(room):
    forbidden, exact = names() - set(GENERIC), whole() - set(GENERIC)
    found = [
        f"{path.relative_to(ROOT)}:{line}: {text[:60]!r}"
        for path in sorted((ROOT / "harness" / room).rglob("*.py"))
        for line, text in spoken(path)
        if forbidden.intersection(words(text)) or text in exact
    ]
    assert found == []


def test_the_names_are_those_of_the_features():
    assert {"xiaomi", "miui", "mint", "browser"} <= names()
    assert {"visit", "play-song", "incognito", "normal"} <= whole()
