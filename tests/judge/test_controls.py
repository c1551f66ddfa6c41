from __future__ import annotations

import pytest

from harness.judge import controls
from harness.model.recording import CounterSample, UidCount
from tests.judge.cases import case_of
from tests.judge.damage import arms, silent_arm
from tests.judge.honest import MI, UIDS, honest


def sample(name: str, uids: dict[int, UidCount]) -> CounterSample:
    return CounterSample(1, 0, name, "start", "x", ("1:before", "1:after"), uids)


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


@pytest.mark.parametrize(
    ("first", "last", "change"),
    [
        (UidCount(1, 1, 1, 1, 0, 0), UidCount(5, 3, 2, 1, 4, 1), UidCount(4, 2, 1, 0, 4, 1)),
        (None, UidCount(5, 3, 2, 1, 4, 1), UidCount(5, 3, 2, 1, 4, 1)),
        (None, None, UidCount(0, 0, 0, 0, 0, 0)),
        (UidCount(5, 3, 2, 1, 0, 0), None, None),
        (UidCount(5, 3, 2, 1, 5, 0), UidCount(6, 4, 2, 1, 4, 0), None),
        (UidCount(1, 1, 1, 1), UidCount(2, 2, 2, 2), UidCount(1, 1, 1, 1)),
        (None, UidCount(2, 2, 2, 2), UidCount(2, 2, 2, 2)),
    ],
)
def test_a_difference_of_counters_never_goes_backwards(first, last, change):
    before = sample("a", {} if first is None else {5: first})
    after = sample("b", {} if last is None else {5: last})
    assert controls.difference(before, after, 5) == change


def test_the_calibration_is_that_of_the_run(tmp_path):
    case = case_of(honest(), tmp_path)
    found = controls.calibration(case.reading)
    assert (found.header, found.setup, found.connections) == (52, 8, 1)
    assert found.uploaded == 1_100_400


@pytest.mark.parametrize("lost", ["app", "mark", "source"])
def test_a_calibration_that_is_not_whole_is_none(lost, tmp_path):
    desk = honest()
    if lost == "app":
        desk.documents["run.json"]["settings"]["calibration_app"] = "org.gone"
    elif lost == "mark":
        desk.drop("exchanges", desk.find("exchanges", event="traffic", mark="2:after"))
    else:
        desk.find("counters", arm="calibration", at="end")[0]["source"] = "netstats"
    assert controls.calibration(case_of(desk, tmp_path).reading) is None


def test_recorded_bytes_lie_between_the_inner_and_the_outer_marks(tmp_path):
    reading = case_of(honest(), tmp_path).reading
    before, after = (controls.sample(reading, "calibration", at) for at in ("start", "end"))
    assert controls.recorded(reading, before, after, UIDS[MI]) == (1_100_400, 1_100_400)
    assert controls.connections_between(reading, before, after, UIDS[MI]) == 1
    assert controls.sample(reading, "no such arm", "start") is None
