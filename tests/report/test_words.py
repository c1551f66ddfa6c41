"""Acts and conditions have their words in one place; no other module of the reports knows their names."""

from __future__ import annotations

import re
from pathlib import Path

import harness.report
from harness.model.arm import ArmKey, ArmKind, ArmNeed, Mode
from harness.report.words import Words, suspended_in, todays_words

KEY = ArmKey(
    "com.mi.globalbrowser",
    "mi-browser",
    ArmNeed(
        ArmKind.RESTRICTIVE,
        Mode.INCOGNITO,
        (("switch", "other"), ("sync", "off")),
        (("visit", 3),),
        2,
        ("com.xiaomi.xmsf",),
    ),
)
IDLE = ArmKey(KEY.app, KEY.name, ArmNeed(ArmKind.BLANK, Mode.INCOGNITO, (), ()))
NAMES = re.compile(
    r"\b(visit|visited|search|searched|news"
    r"|feed-(title|address)|incognito|normal mode|switch|switches|xiaomi|miui"
    r"|mi-?browser|mint|globalbrowser|sensors|onetrack|mistat)\b",
    re.IGNORECASE,
)


def test_an_arm_is_told_by_its_conditions() -> None:
    words = todays_words()

    assert words.arm(KEY.id) == (
        "mi-browser, in incognito mode, with the switch in its other position, sync off, repeat 2, "
        "xmsf suspended"
    )
    assert words.arm(IDLE.id) == "mi-browser, in incognito mode, nothing done, as shipped, repeat 1"
    assert (words.under(KEY.id), words.under("run")) == ("in incognito mode", "")
    assert (suspended_in(KEY.id), suspended_in(IDLE.id)) == (("xmsf",), ())


def test_a_session_and_anything_else() -> None:
    words = todays_words()

    assert words.session("mi-browser/switch=default/r1") == (
        "mi-browser, with the switch in its default position, repeat 1"
    )
    assert words.arm("run") == "run"
    assert words.arm("a\x1b/b\n") == "a\\x1b/b\\n"


def test_what_has_no_words_is_told_as_it_is() -> None:
    words = Words()

    assert words.act("dial", 2) == "dial 2"
    assert words.part("number") == "number"
    assert sorted(["number", "query", "host"], key=todays_words().rank) == ["host", "query", "number"]
    assert words.condition("network", "metered") == "network metered"
    assert words.arm(KEY.id).startswith("mi-browser, mode incognito, switch other, sync off, ")


def test_no_other_module_names_an_act_a_condition_or_an_app() -> None:
    (folder,) = harness.report.__path__
    named = [
        f"{path.name}:{number}: {line.strip()}"
        for path in sorted(Path(folder).glob("*.py"))
        if path.name != "words.py"
        for number, line in enumerate(path.read_text("utf-8").splitlines(), 1)
        if NAMES.search(line)
    ]

    assert named == [], "\n".join(named)
