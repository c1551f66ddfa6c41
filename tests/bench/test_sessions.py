"""A session from cleared data to the end of its window: what is noted, and what goes on after a failure."""

from __future__ import annotations

from dataclasses import replace

import pytest

from harness.bench.arms import ArmRecorder
from harness.bench.sessions import SessionRecorder
from harness.device.clock import time_scale
from harness.judge.controls import CHANNELS
from harness.model.arm import ArmKind
from harness.model.errors import HarnessError
from harness.model.lines import Fault, SessionClosed, SessionOpened, Waiting
from harness.model.plan import PlannedSession
from harness.model.planted import End
from tests.bench.stage import MI, NORMAL, XMSF, FakeApp, Stage, key, session

OTHER = (("switch", "other"),)


@pytest.fixture
def recorder(stage: Stage) -> SessionRecorder:
    return SessionRecorder(stage.tools, ArmRecorder(stage.tools), {"mi-browser": stage.browser})


def test_a_session_starts_from_cleared_data_and_answers_the_first_run(
    stage: Stage, recorder: SessionRecorder
) -> None:
    recorder.record(session(key()))
    (read,) = stage.run.sessions()

    assert stage.browser.done[:5] == ["clear", "launch", "accept", "switch default", "leave settings"]
    assert (read.id, read.app, read.cleared) == ("mi-browser/switch=default/r1", MI, True)
    assert read.closed_us is None
    assert [arm.session for arm in stage.run.arms()] == [read.id]


def test_arms_are_recorded_in_the_order_of_the_plan(stage: Stage, recorder: SessionRecorder) -> None:
    arms = (key(ArmKind.PERMISSIVE, NORMAL), key(), key(ArmKind.BLANK))
    recorder.record(session(*arms))

    assert [arm.key for arm in stage.run.arms()] == list(arms)


def test_after_the_last_act_the_consent_is_read_again_and_the_app_left_restarted_and_left(
    stage: Stage, recorder: SessionRecorder
) -> None:
    recorder.record(session(key()))

    assert stage.browser.done[-7:] == [
        *("foreground", "switch read"),
        *("background", "foreground", "stop", "launch", "background"),
    ]


def test_an_arm_that_breaks_is_a_fault_and_the_next_one_is_recorded(
    stage: Stage, recorder: SessionRecorder
) -> None:
    broken, whole = key(), key(ArmKind.PERMISSIVE, NORMAL, (("visit", 1),))
    stage.browser.broken = {"search": "no results came"}
    recorder.record(session(broken, whole))
    (fault,) = stage.timeline(Fault)

    assert (fault.fault, fault.arm) == ("MeasurementLost", broken.id)
    assert "no results came" in fault.detail
    assert [(arm.id, bool(arm.aborted)) for arm in stage.run.arms()] == [(broken.id, True), (whole.id, False)]
    assert stage.browser.done[stage.browser.done.index("mode abandoned") + 1 :][:2] == ["stop", "foreground"]


def test_a_consent_that_cannot_be_given_leaves_the_session_without_arms(
    stage: Stage, recorder: SessionRecorder
) -> None:
    stage.browser.broken = {"accept": "no button Agree"}
    recorder.record(session(key()))

    assert stage.run.arms() == ()
    (fault,) = stage.timeline(Fault)
    assert (fault.detail, fault.arm) == ("mi-browser/switch=default/r1: no button Agree", None)


def test_a_consent_that_cannot_be_read_again_is_a_fault_of_its_session(
    stage: Stage, recorder: SessionRecorder
) -> None:
    stage.browser.broken = {"switch read": "no settings"}
    recorder.record(session(key()))
    (fault,) = stage.timeline(Fault)

    assert (fault.detail, fault.arm) == ("mi-browser/switch=default/r1: no settings", None)
    assert [item.condition for item in stage.run.preconditions() if item.condition == "switch"] == []


def test_a_lost_recorder_ends_the_session_at_once(stage: Stage, recorder: SessionRecorder) -> None:
    def lose(deed: str) -> None:
        stage.recorder.running &= not deed.startswith("submit")

    stage.browser.before = lose
    with pytest.raises(HarnessError, match="recorder is gone"):
        recorder.record(session(key(), key(ArmKind.PERMISSIVE, NORMAL)))
    assert len(stage.run.arms()) == 1


def closed(stage: Stage, recorder: SessionRecorder, planned: PlannedSession) -> None:
    recorder.record(planned)
    recorder.close_all()


def test_the_window_after_the_last_act_is_waited_for_by_the_phones_clock(
    stage: Stage, recorder: SessionRecorder
) -> None:
    window_s = int(0.2 * time_scale(stage.phone))
    closed(stage, recorder, session(key(), window_s=window_s))
    (read,) = stage.run.sessions()
    waited = stage.timeline(Waiting)

    assert window_s <= read.window_s < 20 * window_s
    assert read.closed_us is not None
    assert waited
    assert waited[0].session == read.id
    assert [(sample.place, sample.at) for sample in stage.run.counters()][-2:] == [
        (read.id, End.CLOSE),
        ("run", End.END),
    ]
    assert {channel.channel for channel in stage.run.channels() if channel.place == read.id} == set(CHANNELS)


def test_the_counters_are_read_while_a_window_runs_and_nothing_else_does(
    stage: Stage, recorder: SessionRecorder, monkeypatch: pytest.MonkeyPatch
) -> None:
    recorder.tick()
    assert stage.run.counters() == ()
    recorder.record(session(key()))
    before = len(stage.run.counters())
    recorder.tick()
    assert len(stage.run.counters()) == before, "they were read just now"
    monkeypatch.setattr("harness.bench.sessions.COUNT_SECONDS", 0.0)
    recorder.tick()

    assert [sample.at for sample in stage.run.counters()[before:]] == [End.WINDOW]


def test_a_session_that_never_acted_has_no_window(stage: Stage, recorder: SessionRecorder) -> None:
    stage.browser.broken = {"accept": "no button Agree"}
    closed(stage, recorder, session(key(), window_s=3600))
    (read,) = stage.run.sessions()

    assert read.closed_us is not None
    assert read.window_s == 0
    assert stage.timeline(Waiting) == []


def test_the_same_apps_next_session_closes_the_one_before(stage: Stage, recorder: SessionRecorder) -> None:
    recorder.record(session(key()))
    recorder.record(session(key(consent=OTHER)))
    recorder.close_all()
    recorder.close_all()
    lines = [(type(line), line.session) for line in stage.timeline(SessionOpened, SessionClosed)]

    assert lines == [
        (SessionOpened, "mi-browser/switch=default/r1"),
        (SessionClosed, "mi-browser/switch=default/r1"),
        (SessionOpened, "mi-browser/switch=other/r1"),
        (SessionClosed, "mi-browser/switch=other/r1"),
    ]


@pytest.mark.parametrize(
    ("conditions", "waits"), [(NORMAL, False), ((("mode", "normal"), ("suspended", XMSF)), True)]
)
def test_what_changes_the_whole_phone_waits_for_the_windows_of_other_apps(
    stage: Stage, conditions: tuple[tuple[str, str], ...], *, waits: bool
) -> None:
    """What another app would still report must not be stopped by a condition that was not its own."""
    other = FakeApp()
    recorder = SessionRecorder(
        stage.tools, ArmRecorder(stage.tools), {"player": other, "mi-browser": stage.browser}
    )
    before = replace(key(), app="player")
    recorder.record(session(before, window_s=int(0.2 * time_scale(stage.phone))))
    recorder.record(session(key(ArmKind.PERMISSIVE, conditions)))

    ended = [line.session for line in stage.timeline(SessionClosed)]
    assert ended == [before.session.id] * waits


@pytest.mark.parametrize(("relays", "waits"), [((), False), (("mi-browser",), True)])
def test_a_relay_is_not_driven_while_the_window_of_its_app_runs(
    stage: Stage, relays: tuple[str, ...], *, waits: bool
) -> None:
    """What it is made to send then would be in that window's scope and nothing that its arms explain."""
    apps = {"player": FakeApp(), "mi-browser": stage.browser}
    recorder = SessionRecorder(stage.tools, ArmRecorder(stage.tools), apps, {"player": relays})
    before = replace(key(), app="player")
    recorder.record(session(before, window_s=int(0.2 * time_scale(stage.phone))))
    recorder.record(session(key(ArmKind.PERMISSIVE, NORMAL)))

    ended = [line.session for line in stage.timeline(SessionClosed)]
    assert ended == [before.session.id] * waits
