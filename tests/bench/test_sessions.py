"""A session from cleared data to the end of its window: what is noted, and what goes on after a failure."""

from __future__ import annotations

from dataclasses import replace

import pytest
from harness.apps.incognito_switch import SwitchState
from harness.apps.polarity import Position

from harness.bench.arms import ArmRecorder
from harness.bench.sessions import SessionRecorder, session_id
from harness.device.clock import time_scale
from harness.judge.controls import CHANNELS
from harness.ledger.plan import Session
from harness.model.arm import ArmKind, Mode
from harness.model.errors import HarnessError
from tests.bench.stage import MI, SUMMARY, Stage, key, session

OTHER = (("switch", "other"),)


@pytest.fixture
def recorder(stage: Stage) -> SessionRecorder:
    return SessionRecorder(stage.tools, ArmRecorder(stage.tools), {MI: stage.browser})


def test_a_session_is_named_by_app_consent_and_repeat() -> None:
    plain = session(key())

    assert session_id(plain) == "mi-browser/switch=default/r1"
    assert session_id(replace(plain, repeat=3, consent=())) == "mi-browser/as-shipped/r3"
    assert session_id(replace(plain, consent=(("a", "1"), ("b", "2")))) == "mi-browser/a=1+b=2/r1"


def test_a_session_starts_from_cleared_data_and_answers_the_first_run(
    stage: Stage, recorder: SessionRecorder
) -> None:
    recorder.record(session(key()))
    (read,) = stage.run.sessions()

    assert stage.browser.done[:5] == ["clear", "launch", "accept", "switch", "leave_settings"]
    assert (read.id, read.app, read.cleared) == ("mi-browser/switch=default/r1", MI, True)
    assert read.closed_us is None
    assert [arm.session for arm in stage.run.arms()] == [read.id]


def test_arms_are_recorded_in_the_order_of_the_plan(stage: Stage, recorder: SessionRecorder) -> None:
    arms = (key(ArmKind.PERMISSIVE, Mode.NORMAL), key(), key(ArmKind.BLANK))
    recorder.record(session(*arms))

    assert [arm.id for arm in stage.run.arms()] == [arm.id for arm in arms]


def test_after_the_last_act_the_browser_is_left_restarted_and_left(
    stage: Stage, recorder: SessionRecorder
) -> None:
    recorder.record(session(key()))

    assert stage.browser.done[-5:] == ["background", "foreground", "stop", "launch", "background"]


def test_the_switch_stays_in_its_default_position_unless_the_plan_says_other(
    stage: Stage, recorder: SessionRecorder
) -> None:
    recorder.record(session(key()))
    recorder.record(session(key(consent=OTHER)))
    default, other = stage.run.switches()

    assert (default.position, default.silent_position, default.summary) == ("off", "on", SUMMARY)
    assert (other.session, other.position) == ("mi-browser/switch=other/r1", "on")
    assert stage.browser.done.count("switch on") == 1
    assert [line["position"] for line in stage.timeline("switch")] == ["off", "on"]


def test_words_that_do_not_say_which_position_is_silent_are_noted_and_not_guessed(
    stage: Stage, recorder: SessionRecorder
) -> None:
    stage.browser.switch_state = SwitchState(True, Position.ON, "A better experience", "")
    recorder.record(session(key()))
    (switch,) = stage.run.switches()

    assert switch.silent_position is None
    assert "A better experience" in stage.timeline("note")[0]["text"]
    assert not stage.timeline("fault")


def test_a_browser_without_the_switch_is_measured_all_the_same(
    stage: Stage, recorder: SessionRecorder
) -> None:
    stage.browser.switch_state = SwitchState(False, None, "", "")
    recorder.record(session(key(consent=OTHER)))
    (switch,) = stage.run.switches()

    assert (switch.exists, switch.position, switch.silent_position) == (False, None, None)
    assert not stage.timeline("note")
    assert len(stage.run.arms()) == 1


def test_an_arm_that_breaks_is_a_fault_and_the_next_one_is_recorded(
    stage: Stage, recorder: SessionRecorder
) -> None:
    broken, whole = key(), key(ArmKind.PERMISSIVE, Mode.NORMAL, (("visit", 1),))
    stage.browser.broken = {"search": "no results came"}
    recorder.record(session(broken, whole))
    (fault,) = [item for item in stage.run.faults() if item.fault == "MeasurementLost"]

    assert fault.arm == broken.id
    assert "no results came" in fault.detail
    assert [(arm.id, bool(arm.aborted)) for arm in stage.run.arms()] == [(broken.id, True), (whole.id, False)]


def test_a_consent_that_cannot_be_given_leaves_the_session_without_arms(
    stage: Stage, recorder: SessionRecorder
) -> None:
    stage.browser.broken = {"accept": "no button Agree"}
    recorder.record(session(key()))

    assert stage.run.arms() == ()
    (fault,) = stage.timeline("fault")
    assert (fault["detail"], fault["arm"]) == ("consent: no button Agree", None)


def test_a_lost_recorder_ends_the_session_at_once(stage: Stage, recorder: SessionRecorder) -> None:
    def lose(deed: str) -> None:
        stage.recorder.running = not deed.startswith("submit")

    stage.browser.before = lose
    with pytest.raises(HarnessError, match="recorder is gone"):
        recorder.record(session(key(), key(ArmKind.PERMISSIVE, Mode.NORMAL)))
    assert len(stage.run.arms()) == 1


def closed(stage: Stage, recorder: SessionRecorder, planned: Session) -> None:
    recorder.record(planned)
    recorder.close_all()


def test_the_window_after_the_last_act_is_waited_for_by_the_phones_clock(
    stage: Stage, recorder: SessionRecorder
) -> None:
    window_s = int(0.2 * time_scale(stage.phone))
    closed(stage, recorder, session(key(), window_s=window_s))
    (read,) = stage.run.sessions()
    waited = stage.timeline("waiting")

    assert window_s <= read.window_s < 20 * window_s
    assert read.closed_us is not None
    assert waited
    assert waited[0]["reason"] == f"closing window of {read.id}"
    assert [(sample.arm, sample.at) for sample in stage.run.counters()][-2:] == [
        (read.id, "close"),
        ("run", "end"),
    ]
    assert {channel.channel for channel in stage.run.channels() if channel.arm == read.id} == set(CHANNELS)


def test_a_session_that_never_acted_has_no_window(stage: Stage, recorder: SessionRecorder) -> None:
    stage.browser.broken = {"accept": "no button Agree"}
    closed(stage, recorder, session(key(), window_s=3600))
    (read,) = stage.run.sessions()

    assert read.closed_us is not None
    assert read.window_s == 0
    assert stage.timeline("waiting") == []


def test_the_same_apps_next_session_closes_the_one_before(stage: Stage, recorder: SessionRecorder) -> None:
    recorder.record(session(key()))
    recorder.record(session(key(consent=OTHER)))
    recorder.close_all()
    recorder.close_all()
    lines = [(line["what"], line["session"]) for line in stage.timeline() if "session-" in line["what"]]

    assert lines == [
        ("session-opened", "mi-browser/switch=default/r1"),
        ("session-closed", "mi-browser/switch=default/r1"),
        ("session-opened", "mi-browser/switch=other/r1"),
        ("session-closed", "mi-browser/switch=other/r1"),
    ]
