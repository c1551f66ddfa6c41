from __future__ import annotations

import pytest

from harness.judge import counters
from harness.model.lines import CounterSample, UidCount
from harness.model.planted import End
from tests.judge.cases import case_of
from tests.judge.honest import MI, UIDS, honest


def sample(name: str, uids: dict[int, UidCount]) -> CounterSample:
    return CounterSample(
        place=name, at=End.START, source="x", marks=("1:before", "1:after"), uids=uids, interfaces={}
    )


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
    assert counters.difference(before, after, 5) == change


def test_the_calibration_is_that_of_the_run(tmp_path):
    case = case_of(honest(), tmp_path)
    found = counters.calibration(case.reading)
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
        desk.find("counters", place="calibration", at="end")[0]["source"] = "netstats"
    assert counters.calibration(case_of(desk, tmp_path).reading) is None


def test_recorded_bytes_lie_between_the_inner_and_the_outer_marks(tmp_path):
    reading = case_of(honest(), tmp_path).reading
    before, after = (counters.sample(reading, "calibration", at) for at in (End.START, End.END))
    assert counters.recorded(reading, before, after, UIDS[MI]) == (1_100_400, 1_100_400)
    assert counters.connections_between(reading, before, after, UIDS[MI]) == 1
    assert counters.sample(reading, "no such arm", End.START) is None
