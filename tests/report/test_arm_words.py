from __future__ import annotations

from harness.model.arm import ArmKey, ArmKind, ArmNeed, Mode
from harness.report.arm_words import arm_in_words, session_in_words, suspended_in

KEY = ArmKey(
    "com.mi.globalbrowser",
    "mi-browser",
    ArmNeed(
        ArmKind.RESTRICTIVE,
        Mode.INCOGNITO,
        (("switch", "other"),),
        (("visit", 3),),
        2,
        ("com.xiaomi.xmsf",),
    ),
)
IDLE = ArmKey(KEY.app, KEY.name, ArmNeed(ArmKind.BLANK, Mode.INCOGNITO, (), ()))


def test_an_arm_is_told_by_its_conditions() -> None:
    assert arm_in_words(KEY.id) == (
        "mi-browser, incognito mode, switch in its other position, repeat 2, xmsf suspended"
    )
    assert arm_in_words(IDLE.id) == "mi-browser, incognito mode, nothing done, as-shipped, repeat 1"
    assert (suspended_in(KEY.id), suspended_in(IDLE.id)) == ("xmsf", None)


def test_a_session_and_anything_else() -> None:
    assert session_in_words("mi-browser/switch=default/r1") == (
        "mi-browser, switch in its default position, repeat 1"
    )
    assert arm_in_words("run") == "run"
    assert arm_in_words("a\x1b/b\n") == "a\\x1b/b\\n"
