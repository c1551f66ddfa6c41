"""What is read from the phone beside the traffic."""

from __future__ import annotations

import itertools

import pytest

from harness.capture.client import Mark
from harness.device.counters import Counters
from harness.judge.controls import CHANNELS
from harness.model.lines import UidCount
from harness.model.planted import End
from tests.bench.stage import Stage


def test_counters_stand_between_two_marks_of_the_recorder(stage: Stage) -> None:
    readings = stage.tools.readings
    readings.count("a", End.START)
    readings.count("a", End.END)
    first, second = stage.run.counters()

    assert first.marks == ("1:before", "1:after")
    assert [*first.marks, *second.marks] == stage.recorder.marks
    assert (first.place, first.at, second.at) == ("a", End.START, End.END)
    assert first.interfaces


def test_an_end_of_an_arm_is_read_until_counters_and_recorder_rest(
    stage: Stage, monkeypatch: pytest.MonkeyPatch
) -> None:
    counted = itertools.chain([10, 30], itertools.repeat(30))
    got = itertools.chain([10, 10, 10, 10, 10, 30], itertools.repeat(30))
    monkeypatch.setattr(
        "harness.bench.readings.read_counters",
        lambda _: Counters("made", {1: UidCount(next(counted), 1, 0, 0, 0, 0)}, {"lo": (0, 0, 0, 0)}),
    )
    monkeypatch.setattr(stage.recorder, "mark", lambda name: Mark(name, 1, 0, next(got)))
    stage.tools.readings.count_at_rest("a", End.START)

    read = [line.uids[1].tx_bytes for line in stage.run.counters()]
    assert read == [10, 30, 30, 30]


def test_a_phone_that_never_rests_is_read_as_it_is(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("harness.bench.readings.MOST_SECONDS", 0.2)
    got = itertools.count()
    monkeypatch.setattr(stage.recorder, "mark", lambda name: Mark(name, 1, 0, next(got)))
    stage.tools.readings.count_at_rest("a", End.START)

    assert len(stage.run.counters()) > 1


def test_every_way_out_is_read_back(stage: Stage) -> None:
    stage.tools.readings.channels("a", End.START)

    assert {line.channel for line in stage.run.channels()} == set(CHANNELS)


def test_each_picture_has_a_name_of_its_own_and_lies_in_the_run(stage: Stage) -> None:
    names = [stage.tools.readings.screenshot() for _ in range(3)]

    assert names == [f"screens/000{number}.jpg" for number in (1, 2, 3)]
    assert all((stage.folder.data / name).exists() for name in names)
