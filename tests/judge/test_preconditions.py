from __future__ import annotations

from dataclasses import replace

import pytest

from harness.judge import preconditions
from harness.model.arm import ArmKey
from tests.judge.cases import case_of
from tests.judge.damage import DAMAGES, silent_arm
from tests.judge.honest import honest


def texts(desk, folder) -> list[tuple[str, str]]:
    case = case_of(desk, folder)
    return [(item.id, item.detail) for item in preconditions.of_arms(case, case.arms)]


def test_the_honest_run_gives_no_reason(tmp_path):
    assert texts(honest(), tmp_path) == []


@pytest.mark.parametrize("signal", ["mode as read", "no new history row", "switch as read"])
def test_each_condition_takes_its_own_signals(signal, tmp_path):
    """Two different ones for the mode, one for the switch: none of them counts for another condition."""
    desk = honest()
    arm = silent_arm(desk)
    desk.drop("preconditions", desk.find("preconditions", arm=arm, signal=signal))
    wanted = {"switch as read": "wanted 1 different signals for switch=other, found none"}
    (found,) = texts(desk, tmp_path)
    assert found[0] == "precondition-unproven"
    assert found[1].startswith(
        f"{arm}: {wanted.get(signal, 'wanted 2 different signals for mode=incognito')}"
    )


def test_the_same_signal_twice_is_one(tmp_path):
    desk = honest()
    for line in desk.find("preconditions", arm=silent_arm(desk), condition="mode"):
        line["signal"] = "the marker"
    assert [name for name, _ in texts(desk, tmp_path)] == ["precondition-unproven"]


def test_how_many_signals_are_needed_stands_in_the_acts(tmp_path):
    case = case_of(honest(), tmp_path)
    conditions = tuple(
        replace(item, values=tuple(replace(value, signals=3) for value in item.values))
        if item.name == "mode"
        else item
        for item in case.acts.conditions
    )
    strict = replace(case, acts=replace(case.acts, conditions=conditions))
    found = preconditions.of_arms(strict, ())
    assert len(found) == len(case.arms)
    assert {item.id for item in found} == {"precondition-unproven"}


@pytest.mark.parametrize("name", ["apks-compared-once", "window-cut", "window-not-recorded", "act-failed"])
def test_a_damaged_arm_says_what_is_wrong(name, tmp_path):
    damage, reason = DAMAGES[name]
    desk = honest()
    damage(desk)
    assert reason in {found for found, _ in texts(desk, tmp_path)}


def test_data_that_were_not_cleared_are_a_reason_of_each_arm_that_is_judged(tmp_path):
    desk = honest()
    for line in desk.find("timeline", what="session-opened"):
        line["cleared"] = False
    case = case_of(desk, tmp_path)
    assert {item.id for item in preconditions.of_arms(case, case.arms)} == {"data-not-cleared"}
    assert preconditions.of_arms(case, ()) == []


def test_a_part_without_arms_has_none(tmp_path):
    case = case_of(honest(), tmp_path)
    empty = replace(case, part=replace(case.part, arms=(), why_not="gone"))
    assert [item.id for item in preconditions.of_arms(empty, ())] == ["arm-missing"]
    missing = ArmKey.parse("mi-browser/blank/as-shipped/plain/no-act/r7")
    other = replace(case, part=replace(case.part, arms=(missing,)))
    assert [(item.id, item.detail) for item in preconditions.of_arms(other, ())] == [
        ("arm-missing", missing.id)
    ]
