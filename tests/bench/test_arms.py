"""One arm as it is driven and noted: in order, proven, and aborted aloud where something breaks."""

from __future__ import annotations

import time

import pytest

from harness.bench.arms import ArmRecorder
from harness.device.suspension import Suspended
from harness.model.arm import ArmKey, ArmKind, Mode
from harness.model.errors import HarnessError, MeasurementLost
from harness.model.planted import PlantedKind
from harness.model.recording import APKS
from tests.bench.stage import MI, XMSF, Stage, key
from tests.virtual.box import Box


def record(stage: Stage, arm: ArmKey) -> ArmRecorder:
    recorder = ArmRecorder(stage.tools)
    recorder.record(arm, "mi-browser/switch=default/r1", stage.browser)
    return recorder


def test_an_acting_arm_is_complete_for_the_reader(stage: Stage) -> None:
    arm = key()
    record(stage, arm)
    run = stage.run
    (read,) = run.arms()

    assert (read.id, read.aborted) == (arm.id, None)
    assert [(act.act, act.number, act.outcome) for act in run.acts()] == [
        ("visit", 1, "done"),
        ("visit", 2, "done"),
        ("search", 1, "done"),
    ]
    ends = [(counter.at, counter.arm) for counter in run.counters() if counter.at != "between"]
    assert ends == [("start", arm.id), ("end", arm.id)]
    assert {channel.at for channel in run.channels()} == {"start", "end"}
    assert all(item.met for item in run.preconditions())
    assert {item.signal for item in run.preconditions()} == {
        "mode marker on the home screen",
        "no new history row",
        f"APKs of {MI}",
    }
    assert run.faults() == ()


def test_an_app_that_is_replaced_within_an_arm_is_an_unmet_precondition(stage: Stage, box: Box) -> None:
    (apk,) = stage.tools.apks[MI]

    def update(deed: str) -> None:
        if deed.startswith("search"):
            box.device.files.host(apk.path).write_bytes(b"another one")

    stage.browser.before = update
    record(stage, key())
    first, second = [item for item in stage.run.preconditions() if item.signal == f"APKs of {MI}"]

    assert (first.met, second.met) == (True, False)
    assert first.found == second.wanted == f"{apk.path} {apk.sha256}"
    assert second.found != second.wanted


def test_nothing_is_sent_before_it_is_noted_and_its_page_stands(stage: Stage) -> None:
    def check(deed: str) -> None:
        verb, _, what = deed.partition(" ")
        if verb in {"visit", "search"}:
            noted = {value.value for value in stage.run.planted()}
            assert any(value in what for value in noted)
        if verb == "visit":
            address = what.split("//")[1].partition("#")[0]
            host, _, target = address.partition("/")
            assert stage.recorder.registered.answer("GET", host, f"/{target}").page is not None

    stage.browser.before = check
    record(stage, key())

    assert sum(deed.startswith("visit") for deed in stage.browser.done) == 4


def test_every_control_goes_through_shell_and_app(stage: Stage) -> None:
    record(stage, key())
    controls = stage.run.controls()
    planted = {value.id: value for value in stage.run.planted()}
    nonces = [(item.at, item.by) for item in controls if item.control == "nonce"]
    spikes = [item for item in controls if item.control == "spike"]

    assert nonces == [("start", "toybox nc"), ("start", "app"), ("end", "app"), ("end", "toybox nc")]
    assert len(spikes) == sum(value.kind is PlantedKind.SPIKE for value in planted.values()) > 8
    assert all(item.planted in planted for item in controls)
    assert "submit Send spikes" in stage.browser.done


def test_each_counter_reading_stands_between_two_marks_of_its_own(stage: Stage) -> None:
    recorder = record(stage, key())
    recorder.count("x", "close")
    read = stage.run.counters()

    assert stage.recorder.marks == [mark for sample in read for mark in sample.marks]
    assert len(set(stage.recorder.marks)) == len(stage.recorder.marks) == 2 * len(read)
    assert [sample.at for sample in read] == ["start", *["between"] * 3, "end", "close"]


def test_every_act_has_a_picture_of_its_own(stage: Stage) -> None:
    record(stage, key())
    screens = [line["screen"] for line in stage.timeline("act")]

    assert len(set(screens)) == 3
    assert all((stage.folder.data / screen).read_bytes().startswith(b"\xff\xd8") for screen in screens)


def test_a_blank_arm_does_nothing_for_as_long_as_the_acting_arm_before_it(stage: Stage) -> None:
    stage.browser.before = lambda deed: time.sleep(0.1 if deed.startswith("visit") else 0)
    recorder = ArmRecorder(stage.tools)
    recorder.record(key(), "s", stage.browser)
    done = len(stage.browser.done)
    recorder.record(key(ArmKind.BLANK), "s", stage.browser)
    _, blank = stage.run.arms()

    assert stage.browser.done[done:] == ["foreground", "leave_incognito", "open_incognito", "leave_incognito"]
    assert blank.closed_us is not None
    assert blank.closed_us - blank.opened_us >= 400_000
    assert {(item.at, item.by) for item in stage.run.controls() if item.arm == blank.id} == {
        ("start", "toybox nc"),
        ("end", "toybox nc"),
    }


def test_a_normal_arm_is_not_proven_by_the_history_and_stays_out_of_incognito(stage: Stage) -> None:
    record(stage, key(ArmKind.PERMISSIVE, Mode.NORMAL))

    assert "open_incognito" not in stage.browser.done
    proofs = [item for item in stage.run.preconditions() if not item.signal.startswith(APKS)]
    assert {(item.signal, item.wanted) for item in proofs} == {("mode marker on the home screen", "normal")}


def test_incognito_that_was_not_reached_is_an_unmet_precondition(stage: Stage) -> None:
    stage.browser.stuck = True
    record(stage, key())

    assert {(item.signal, item.met) for item in stage.run.preconditions()} == {
        ("mode marker on the home screen", False),
        ("no new history row", False),
        (f"APKs of {MI}", True),
    }


def test_an_app_is_suspended_in_its_arm_only_and_that_is_read_back(stage: Stage) -> None:
    record(stage, key(suspended=(XMSF,)))
    proofs = [item for item in stage.run.preconditions() if item.signal == f"suspended:{XMSF}"]

    assert [(item.wanted, item.found, item.met) for item in proofs] == [("True", "True", True)] * 2
    assert Suspended(XMSF).read(stage.phone) is False
    assert [line["what"] for line in stage.timeline() if line.get("change", "").startswith("suspended")] == [
        "intervention",
        "restored",
    ]


def test_an_app_is_released_where_its_arm_breaks(stage: Stage) -> None:
    stage.browser.broken = {"search": "no results came"}

    with pytest.raises(MeasurementLost):
        record(stage, key(suspended=(XMSF,)))
    assert Suspended(XMSF).read(stage.phone) is False


def test_an_act_that_fails_aborts_its_arm_and_says_what_was_planted(stage: Stage) -> None:
    stage.browser.broken = {"search": "no results came"}

    with pytest.raises(MeasurementLost, match="no results came"):
        record(stage, key())
    (arm,) = stage.run.arms()
    last = stage.timeline("act")[-1]

    assert arm.aborted == "no results came"
    assert (last["act"], last["outcome"], last["detail"]) == ("search", "failed", "no results came")
    assert last["planted"][0] in {value.id for value in stage.run.planted()}


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

    assert arm.aborted
    assert stage.run.acts() == ()


def test_an_act_nobody_knows_is_no_act(stage: Stage) -> None:
    with pytest.raises(MeasurementLost, match="'juggle'"):
        record(stage, key(acts=(("juggle", 1),)))


def test_a_news_item_is_planted_by_what_the_screen_shows(stage: Stage) -> None:
    record(stage, key(acts=(("news", 3),)))
    planted = [value for value in stage.run.planted() if value.kind is PlantedKind.OBSERVED]
    by_part = {(value.part, value.number): value.value for value in planted}

    assert by_part["feed-title", 1] == "Bees at work"
    assert by_part["feed-title", 2] == by_part["feed-title", 3] == "Rain again"
    assert by_part["feed-address", 1] == "https://news.example/story/0"
    assert by_part["feed-path", 1] == "/story/0"
