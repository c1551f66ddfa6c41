from __future__ import annotations

import pytest

from harness.model.arm import ArmKey, ArmKind, ArmNeed, Mode

SWITCH = (("switch", "on"),)
ACTS = (("visit", 3), ("search", 3))


def test_an_arm_has_a_readable_id():
    need = ArmNeed(ArmKind.RESTRICTIVE, Mode.INCOGNITO, SWITCH, ACTS, suspended=("com.xiaomi.xmsf",))
    key = ArmKey("com.mi.globalbrowser", "mi-browser", need)
    assert key.id == "mi-browser/restrictive/incognito/switch=on/visit3+search3/r1/suspended=xmsf"
    assert key.session == ("com.mi.globalbrowser", SWITCH, 1)


def test_a_blank_arm_without_consents_has_one_too():
    assert ArmNeed(ArmKind.BLANK, Mode.NORMAL, (), (), repeat=2).id == "blank/normal/as-shipped/no-act/r2"


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        ((ArmKind.BLANK, Mode.NORMAL, (), ACTS), "a blank arm has no act"),
        ((ArmKind.PERMISSIVE, Mode.NORMAL, (), ()), "needs at least one act"),
        ((ArmKind.SHAM, Mode.NORMAL, (), (("visit", 0),)), "once or more"),
        ((ArmKind.SHAM, Mode.NORMAL, (), (("visit", 1), ("visit", 2))), "acts names something twice"),
        ((ArmKind.SHAM, Mode.NORMAL, SWITCH * 2, ACTS), "consent names something twice"),
        ((ArmKind.SHAM, Mode.NORMAL, SWITCH, ACTS, 0), "counted from 1"),
        ((ArmKind.SHAM, Mode.NORMAL, SWITCH, ACTS, 1, ("xmsf",)), "package name"),
    ],
)
def test_conditions_that_cannot_be_are_refused(arguments, words):
    with pytest.raises(ValueError, match=words):
        ArmNeed(*arguments)


def test_a_key_names_a_package_and_a_short_name():
    need = ArmNeed(ArmKind.BLANK, Mode.NORMAL, (), ())
    with pytest.raises(ValueError, match="package name"):
        ArmKey("browser", "browser", need)
    with pytest.raises(ValueError, match="like mi-browser"):
        ArmKey("com.example", "Mi Browser", need)
