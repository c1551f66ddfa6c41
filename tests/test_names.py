"""The rooms that measure, judge and report know no app, no act, no condition and no vendor by name.

The words are taken from the features and from the vendor's formats, so that a further one is watched from its
first line on.  English prose is free: what counts is what the code itself says, in a string or in a name.
"""

from __future__ import annotations

import ast
import functools
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
import yaml

ROOT = Path(__file__).parents[1]
ROOMS = (
    "harness/bench",
    "harness/detect",
    "harness/judge",
    "harness/report",
    "harness/ruling",
    "harness/store",
    "steps",
)
LEAST = 4
"""Letters from which a piece of a package's or an app's name is a word of its own (`mi`, `com` are none)."""

PLAIN = frozenset(
    {
        "visit",
        "search",
        "suggest",
        "news",
        "download",
        "share",
        "bookmark",
        "sync",
        "swipe",
        "mode",
        "switch",
        "running",
    }
)
"""Acts and conditions that are English words too: they count alone, not within a sentence or a name."""
EVERYWHERE = frozenset({"normal", "default", "other", "on", "off", "no", "*"})
"""Values of conditions that are words of any program; their condition's name is watched."""
METHOD = frozenset({"suspended"})
"""Conditions that the method itself names: the suspended-relay arm (§6)."""

CAMEL = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+|[0-9]+")
SPELLED = re.compile(r"[A-Za-z0-9_.-]+")


@functools.cache
def words() -> dict[str, str]:
    """Every word of the features that no room may say → where it comes from; compounds with hyphens."""
    acts = yaml.safe_load((ROOT / "features/acts.yaml").read_text("utf-8"))
    ledger = yaml.safe_load((ROOT / "features/ledger.yaml").read_text("utf-8"))
    found = {act["id"]: "an act" for act in acts["acts"]}
    for name, condition in acts["conditions"].items():
        found[name] = "a condition"
        found |= dict.fromkeys(condition["values"], f"a value of {name}")
    found |= {part: "a part" for part in acts["parts"] if "-" in part}
    vendor = ledger["vendor"]
    names = [vendor["name"], *vendor["packages"], *vendor.get("accounts", [])]
    names += [
        name for package, app in ledger["apps"].items() for name in (package, app["name"], app["title"])
    ]
    for name in names:
        long = (piece for piece in pieces(name) if len(piece) >= LEAST)
        found |= dict.fromkeys(long, "an app or the vendor")
        if "." in name.strip("."):
            found["-".join(pieces(name))] = "a package"
    for path in (ROOT / "harness/decode/vendors").glob("*.py"):
        if re.search(r"^FORMAT\b", path.read_text("utf-8"), re.MULTILINE):
            found[path.stem.replace("_", "-")] = "a vendor's format"
    return {word: source for word, source in found.items() if word not in EVERYWHERE | METHOD}


def pieces(name: str) -> list[str]:
    """The words of a name in any spelling, in lower case: `com.miui.`, `FeedTitle`, `feed_title`."""
    return [piece.lower() for piece in CAMEL.findall(name)]


@functools.cache
def joined(name: str) -> str:
    """Those words with hyphens between and around them, so that a compound is found by its own hyphens."""
    return f"-{'-'.join(pieces(name))}-"


def spoken(text: str, watched: dict[str, str]) -> Iterator[str]:
    """Words that a string says: a plain one by itself or in a key like `visit:3`, any other also in prose."""
    tokens = set(SPELLED.findall(text))
    whole = [] if re.search(r"\s", text.strip()) else [part for token in tokens for part in token.split(".")]
    alone = {part.lower() for part in whole}
    for word in watched:
        if word in alone or (word not in PLAIN and any(f"-{word}-" in joined(token) for token in tokens)):
            yield word


def named(name: str, watched: dict[str, str]) -> Iterator[str]:
    """Words that a name says: a plain one where it is a constant or a class of that name alone."""
    bare = name.strip("_")
    for word in watched:
        fixed = bare[:1].isupper() and joined(bare) == f"-{word}-"
        if fixed or (word not in PLAIN and f"-{word}-" in joined(name)):
            yield word


def findings(source: str, watched: dict[str, str]) -> Iterator[tuple[int, str]]:
    """Line and word of every finding in a module's source."""
    tree = ast.parse(source)
    prose = {
        id(node.value)
        for node in ast.walk(tree)
        if isinstance(node, ast.Expr) and isinstance(node.value, ast.Constant)
    }
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in prose:
            yield from ((node.lineno, word) for word in spoken(node.value, watched))
        for name in _names(node):
            yield from ((getattr(node, "lineno", 1), word) for word in named(name, watched))


def _names(node: ast.AST) -> Iterator[str]:
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name) | ast.arg(arg=name):
            yield name
        case ast.FunctionDef(name=name) | ast.ClassDef(name=name) | ast.keyword(arg=str(name)):
            yield name
        case ast.ImportFrom(module=module, names=names):
            yield from (module or "").split(".")
            yield from (item.name for item in names)
        case ast.Import(names=names):
            yield from (step for item in names for step in item.name.split("."))


@pytest.mark.parametrize("room", ROOMS)
def test_a_room_names_no_app_act_condition_or_vendor(room: str) -> None:
    watched = words()
    found = [
        f"{path.relative_to(ROOT)}:{line}: {word} ({watched[word]})"
        for path in sorted((ROOT / room).rglob("*.py"))
        for line, word in sorted(set(findings(path.read_text("utf-8"), watched)))
    ]
    found += [
        f"{path.relative_to(ROOT)}: named {word}"
        for path in sorted((ROOT / room).rglob("*.py"))
        for word in watched
        if word not in PLAIN and f"-{word}-" in joined(path.stem)
    ]
    assert not found, "\n" + "\n".join(found)


@pytest.mark.parametrize(
    ("line", "word"),
    [
        ('match act:\n    case "visit":\n        pass', "visit"),
        ('_DONE = {"search": "page {number}, searched"}', "search"),
        ('_MODE = "normal"', "mode"),
        ('value = arm["mode"]', "mode"),
        ('kind = f"visit:{number}"', "visit"),
        ("from harness.apps.browser.app import Browser", "browser"),
        ("def browsers(run): ...", None),
        ("browser_of = 1", "browser"),
        ('SIGNALS_LEAST = {"incognito": 2}', "incognito"),
        ("incognitoArms = ()", "incognito"),
        ('VENDOR_PREFIXES = ("com.mi.",)', "com-mi"),
        ('text = "sent while in incognito mode"', "incognito"),
        ('parts = {"feed-title"}', "feed-title"),
        ("class FeedTitle: ...", "feed-title"),
        ("found = re.search(pattern, text)", None),
        ('raise ValueError("wanted a search in the default mode")', None),
        ('"""The browser visits a page in incognito mode."""', None),
        ("self.visit(node)", None),
        ("switch = mode = None", None),
        ("path.open(mode='rb')", None),
    ],
)
def test_the_rule_finds_what_means_something_and_leaves_prose_alone(line: str, word: str | None) -> None:
    found = {each for _, each in findings(line, words())}

    assert found == ({word} if word else set())


def test_the_words_come_from_the_features() -> None:
    found = words()

    assert {
        "visit",
        "play-song",
        "incognito",
        "experience-program",
        "song-title",
        "browser",
        "xiaomi",
    } <= set(found)
    assert not {"com", "mi", "title", "path", "no", "*"} & set(found)
    assert set(found) >= PLAIN
