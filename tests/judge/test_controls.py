from __future__ import annotations

from harness.judge import controls
from harness.model.arm import ArmKind
from tests.judge.cases import case_of
from tests.judge.damage import arms, forget, silent_arm
from tests.judge.honest import honest, told


def test_every_arm_has_its_controls(tmp_path):
    desk = honest()
    case = case_of(desk, tmp_path)
    found = controls.of_arms(case, tuple(arm for arm in case.arms if arm.id in arms(desk)))
    assert all(state.seen for state in found)
    assert {state.name for state in found} == {
        *("path-nonce:start", "path-nonce:end", "recorder-alive", "blank-values", "counter-calibration"),
        *("spikes", "blank-arm"),
        *(f"channel:{name}" for name in controls.CHANNELS),
    }


def test_spikes_are_asked_of_every_arm_of_the_session(tmp_path):
    desk = honest()
    case = case_of(desk, tmp_path)
    watched = tuple(arm for arm in case.arms if arm.id == silent_arm(desk))
    states = [state for state in controls.of_arms(case, watched) if state.name == "spikes"]
    assert len(states) == 3
    measured = controls.sensitivity(case, watched)
    assert (measured.sent, measured.found) == (6, 6)


def test_no_arm_carries_no_spike(tmp_path):
    case = case_of(honest(), tmp_path)
    (state,) = [state for state in controls.of_arms(case, ()) if state.name == "spikes"]
    assert not state.seen
    assert controls.sensitivity(case, ()).sent == 0


def test_a_blank_arm_in_another_state_is_none_of_this_one(tmp_path):
    """The arm in which the app does not run stays; the blank one of the same mode is gone."""
    desk = told(claims=("INC-04",), baseline=True).copy()
    forget(desk, arms(desk, kind="blank")[0])
    case = case_of(desk, tmp_path, "INC-04.upload")
    states = controls.of_arms(case, case.of_kind(ArmKind.RESTRICTIVE))
    assert sorted(state.seen for state in states if state.name == "blank-arm") == [False, True]
