"""Acts and conditions have their words in the tables; no module of the reports knows their names."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

import harness.report
from harness.model.arm import ArmKey, ArmKind
from harness.report.words import Words, listed
from tests.report.record import WORDS

KEY = ArmKey(
    "mi-browser",
    ArmKind.RESTRICTIVE,
    (("switch", "other"),),
    (("mode", "incognito"), ("suspended", "com.xiaomi.xmsf")),
    (("visit", 3),),
    2,
)
IDLE = ArmKey("mi-browser", ArmKind.BLANK, (), (("mode", "incognito"),), ())
NAMES = re.compile(
    r"\b(visit|visited|search|searched|news|song"
    r"|feed-(title|address)|incognito|normal mode|switch|switches|xiaomi|miui"
    r"|mi-?browser|mint|globalbrowser|sensors|onetrack|mistat)\b",
    re.IGNORECASE,
)


def test_an_arm_is_told_by_its_conditions() -> None:
    assert WORDS.arm(KEY.id) == (
        "Mi Browser, in incognito mode, with com.xiaomi.xmsf suspended, "
        "with the switch in its other position, repeat 2"
    )
    assert WORDS.arm(IDLE.id) == "Mi Browser, in incognito mode, nothing done"
    assert WORDS.under(KEY.id) == "in incognito mode, with com.xiaomi.xmsf suspended"
    assert WORDS.under("run") == ""


def test_a_session_and_anything_else() -> None:
    session = "Mi Browser, with the switch in its default position"

    assert WORDS.session("mi-browser/switch=default/r1") == WORDS.arm("mi-browser/switch=default/r1")
    assert WORDS.session("mi-browser/switch=default/r1") == session
    assert WORDS.arm("run") == "run"
    assert WORDS.arm("a\x1b/b\n") == "a\\x1b/b\\n"


def test_arms_and_sessions_inside_a_text_become_words() -> None:
    text = f"nonce at start in {IDLE.id}: not seen; {KEY.session.id} did not start from cleared data"

    assert WORDS.told(text) == (
        "nonce at start in Mi Browser, in incognito mode, nothing done: not seen; "
        "Mi Browser, with the switch in its other position, repeat 2 did not start from cleared data"
    )
    for other in ("https://a.test/b/c/r1x", "application/json", "a/b/r1", "x" * 5000 + "/r1/"):
        assert WORDS.told(other) == other


def test_parts_stand_in_the_order_of_their_act_and_times_of_it_together() -> None:
    parts = ["title", "fragment", "query", "host", "path", "never-heard-of"]

    assert sorted(parts, key=lambda part: WORDS.rank("visit", part)) == [
        "host",
        "path",
        "query",
        "fragment",
        "title",
        "never-heard-of",
    ]
    assert WORDS.act("visit", 2) == "page 2, visited"
    assert WORDS.act("visit", 3, 1, 2, 1) == "page 1, 2 and 3, visited"


@pytest.mark.parametrize(
    ("names", "text"), [([], ""), (["a"], "a"), (["b", "a", "b"], "b and a"), (list("abc"), "a, b and c")]
)
def test_names_are_listed_once_each(names: list[str], text: str) -> None:
    assert listed(names) == text


def test_what_has_no_words_is_told_as_it_is() -> None:
    words = Words()

    assert words.act("dial", 2) == "dial 2"
    assert words.part("number") == "number"
    assert words.rank("dial", "number") == 0
    assert words.condition("network", "metered") == "network metered"
    assert WORDS.condition("mode", "never heard of") == "mode never heard of"
    assert words.arm(KEY.id) == (
        "mi-browser, mode incognito, suspended com.xiaomi.xmsf, switch other, repeat 2"
    )


def test_no_module_names_an_act_a_condition_or_an_app() -> None:
    (folder,) = harness.report.__path__
    named = [
        f"{path.name}:{number}: {line.strip()}"
        for path in sorted(Path(folder).glob("*.py"))
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if NAMES.search(line)
    ]

    assert named == [], "\n".join(named)
