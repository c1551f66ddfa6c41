"""One arm as it is driven and noted: conditions fixed, proved, taken back; aborted aloud where it breaks."""

from __future__ import annotations

import time

import pytest

from harness.bench.arms import ArmRecorder
from harness.device.suspension import Suspended
from harness.model.arm import ArmKey, ArmKind
from harness.model.errors import HarnessError, MeasurementLost
from harness.model.lines import APKS, ArmClosed, Intervention, Restored
from harness.model.planted import ControlBy, End
from tests.bench.stage import INCOGNITO, MI, NORMAL, XMSF, Stage, key
from tests.virtual.box import Box

SUSPENDED = (*INCOGNITO, ("suspended", XMSF))


def record(stage: Stage, arm: ArmKey) -> ArmRecorder:
    recorder = ArmRecorder(stage.tools)
    recorder.record(arm, stage.browser)
    return recorder


def signals(stage: Stage, condition: str) -> list[tuple[str, str, str]]:
    found = [item for item in stage.run.preconditions() if item.condition == condition]
    return [(item.signal, item.wanted, item.found) for item in found]


def test_an_acting_arm_is_complete_for_the_reader(stage: Stage) -> None:
    arm = key()
    record(stage, arm)
    run = stage.run
    (read,) = run.arms()

    assert (read.key, read.app, read.aborted) == (arm, MI, None)
    assert [(act.act, act.number, act.outcome) for act in run.acts()] == [
        ("visit", 1, "done"),
        ("visit", 2, "done"),
        ("search", 1, "done"),
    ]
    ends = [(counter.at, counter.place) for counter in run.counters() if counter.at is not End.BETWEEN]
    assert list(dict.fromkeys(ends)) == [(End.START, arm.id), (End.END, arm.id)]
    assert {channel.at for channel in run.channels()} == {End.START, End.END}
    assert all(item.met for item in run.preconditions())
    assert {item.condition for item in run.preconditions()} == {"mode", APKS}
    assert run.faults() == ()


def test_a_condition_is_set_before_the_arm_proved_at_both_ends_and_taken_back_after_it(stage: Stage) -> None:
    record(stage, key())
    opened, closed = stage.browser.done.index("mode incognito"), stage.browser.done.index("mode undone")

    assert stage.browser.done[0] == "foreground"
    assert opened == 1
    assert closed == len(stage.browser.done) - 1
    assert signals(stage, "mode") == [
        *[("marker", "incognito", "incognito")] * 2,
        ("rows added to the history", "0", "0"),
    ]


def test_a_condition_that_was_not_reached_is_an_unmet_precondition(stage: Stage) -> None:
    stage.browser.stuck = True
    record(stage, key())

    assert {(item.condition, item.met) for item in stage.run.preconditions()} == {
        ("mode", False),
        (APKS, True),
    }
    assert signals(stage, "mode")[-1] == ("rows added to the history", "0", "2")


def test_another_value_of_a_condition_is_proved_by_its_own_signals(stage: Stage) -> None:
    record(stage, key(ArmKind.PERMISSIVE, NORMAL))

    assert signals(stage, "mode") == [("marker", "normal", "normal")] * 2


def test_an_app_that_is_replaced_within_an_arm_is_an_unmet_precondition(stage: Stage, box: Box) -> None:
    (apk,) = stage.tools.apks[MI]

    def update(deed: str) -> None:
        if deed.startswith("search"):
            box.device.files.host(apk.path).write_bytes(b"another one")

    stage.browser.before = update
    record(stage, key())
    (_, wanted, first), (_, again, second) = signals(stage, APKS)

    assert first == wanted == again == f"{apk.path} {apk.sha256}"
    assert second != again


def test_each_counter_reading_stands_between_two_marks_of_its_own(stage: Stage) -> None:
    record(stage, key())
    stage.tools.readings.count("x", End.CLOSE)
    read = stage.run.counters()

    assert stage.recorder.marks == [mark for sample in read for mark in sample.marks]
    assert len(set(stage.recorder.marks)) == len(stage.recorder.marks) == 2 * len(read)
    assert [sample.at for sample in read] == [*["start"] * 2, *["between"] * 3, *["end"] * 2, "close"]


def test_a_blank_arm_does_nothing_for_as_long_as_the_acting_arm_before_it(stage: Stage) -> None:
    stage.browser.before = lambda deed: time.sleep(0.1 if deed.startswith("visit") else 0)
    recorder = record(stage, key())
    done = len(stage.browser.done)
    recorder.record(key(ArmKind.BLANK), stage.browser)
    _, blank = stage.run.arms()

    assert stage.browser.done[done:] == ["foreground", "mode incognito", "mode undone"]
    assert blank.closed_us is not None
    assert blank.closed_us - blank.opened_us >= 200_000
    assert {(item.at, item.by) for item in stage.run.controls() if item.arm == blank.id} == {
        (End.START, ControlBy.SHELL),
        (End.END, ControlBy.SHELL),
    }


def test_a_condition_of_the_system_comes_first_and_is_taken_back_last(stage: Stage) -> None:
    seen: list[tuple[str, object]] = []
    stage.browser.before = lambda deed: seen.append((deed, Suspended(XMSF).read(stage.phone)))
    record(stage, key(conditions=SUSPENDED))

    assert ("mode incognito", True) in seen
    assert ("mode undone", True) in seen
    assert Suspended(XMSF).read(stage.phone) is False


def test_an_app_is_suspended_in_its_arm_only_and_that_is_read_back(stage: Stage) -> None:
    record(stage, key(conditions=SUSPENDED))
    changes = [
        type(line) for line in stage.timeline(Intervention, Restored) if line.change.startswith("suspended")
    ]

    assert [(wanted, found) for _, wanted, found in signals(stage, "suspended")] == [("True", "True")] * 2
    assert changes == [Intervention, Restored]


def test_an_arm_in_which_the_app_does_not_run_does_not_bring_it_to_the_front(stage: Stage) -> None:
    record(stage, key(ArmKind.BLANK, (("running", "no"),)))

    assert stage.browser.done == ["stop"]
    assert [found for _, _, found in signals(stage, "running")] == ["none", "none"]


@pytest.mark.parametrize("deed", ["search", "open", "submit"])
def test_where_an_arm_breaks_the_system_is_put_back_and_the_app_left_to_whoever_goes_on(
    stage: Stage, deed: str
) -> None:
    stage.browser.broken = {deed: "no results came"}

    with pytest.raises(MeasurementLost, match="no results came"):
        record(stage, key(conditions=SUSPENDED))
    assert Suspended(XMSF).read(stage.phone) is False
    assert stage.browser.done[-1] == "mode abandoned"
    assert "mode undone" not in stage.browser.done
    (arm,) = stage.run.arms()
    assert arm.aborted == "no results came"


def test_a_condition_that_cannot_be_set_takes_back_those_before_it_and_opens_no_arm(stage: Stage) -> None:
    stage.browser.broken = {"mode incognito": "no menu"}

    with pytest.raises(MeasurementLost, match="no menu"):
        record(stage, key(conditions=SUSPENDED))
    assert Suspended(XMSF).read(stage.phone) is False
    assert stage.run.arms() == ()


def test_a_condition_that_cannot_be_taken_back_does_not_keep_the_others(stage: Stage) -> None:
    stage.browser.broken = {"mode undone": "no way back"}

    with pytest.raises(MeasurementLost, match="no way back"):
        record(stage, key(conditions=SUSPENDED))
    assert Suspended(XMSF).read(stage.phone) is False


def test_a_condition_that_nothing_can_fix_is_refused(stage: Stage) -> None:
    with pytest.raises(HarnessError, match="the condition moon"):
        record(stage, key(conditions=(("moon", "full"),)))


@pytest.mark.parametrize("loss", ["recorder", "phone"])
def test_a_loss_in_the_middle_aborts_the_arm_and_is_raised(stage: Stage, loss: str) -> None:
    def lose(deed: str) -> None:
        if deed.startswith("submit"):
            stage.recorder.running = loss != "recorder"
            stage.phone.present = "offline" if loss == "phone" else "device"

    stage.browser.before = lose
    with pytest.raises(HarnessError, match=f"{'recorder is gone' if loss == 'recorder' else 'offline'}"):
        record(stage, key())
    (arm,) = stage.run.arms()
    (closed,) = stage.timeline(ArmClosed)

    assert arm.aborted == closed.aborted
    assert arm.aborted
    assert stage.run.acts() == ()
