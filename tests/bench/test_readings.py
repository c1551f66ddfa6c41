"""What is read from the phone beside the traffic."""

from __future__ import annotations

from harness.judge.controls import CHANNELS
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


def test_every_way_out_is_read_back(stage: Stage) -> None:
    stage.tools.readings.channels("a", End.START)

    assert {line.channel for line in stage.run.channels()} == set(CHANNELS)


def test_each_picture_has_a_name_of_its_own_and_lies_in_the_run(stage: Stage) -> None:
    names = [stage.tools.readings.screenshot() for _ in range(3)]

    assert names == [f"screens/000{number}.jpg" for number in (1, 2, 3)]
    assert all((stage.folder.data / name).exists() for name in names)
