"""How long a run takes, before and while it runs."""

from __future__ import annotations

import pytest

from harness.bench.duration import START_SECONDS, Pace, Stretch, left, moments, words

A, B = Stretch("a", (3, 0), 1500), Stretch("b", (3,), 1500)
VIRTUAL = Pace(60, virtual=True)


def test_windows_of_different_apps_overlap_and_those_of_one_app_follow_one_another() -> None:
    one, both, twice = (moments(plan, Pace())[-1] for plan in ((A,), (A, B), (A, A)))

    assert one < both < one + 300
    assert twice > 2 * 1500


def test_every_arm_has_its_moment_and_they_rise() -> None:
    found = moments((A, B), VIRTUAL)

    assert len(found) == 4
    assert list(found) == sorted(found)
    assert found[0] > START_SECONDS[0]
    assert 25 < found[-1] < 60


def test_without_an_arm_there_is_only_the_beginning_and_the_end() -> None:
    assert moments((), Pace()) == (START_SECONDS[1],)


def test_before_the_first_arm_the_plan_is_believed_and_then_what_was_measured() -> None:
    planned = (100.0, 200.0, 300.0)

    assert left(planned, 0, 0, 0) == 300
    assert left(planned, 0, 0, 50) == 250
    assert left(planned, 2, 200, 200) == 100
    assert 150 < left(planned, 2, 400, 400) < 200
    assert left(planned, 2, 100, 100) < 100
    assert left(planned, 3, 300, 900) == 0


@pytest.mark.parametrize(
    ("seconds", "said"),
    [
        (0, "about 10 s"),
        (41, "about 50 s"),
        (90, "about 2 min"),
        (150, "about 3 min"),
        (3600, "about 1 h"),
        (7700, "about 2 h 9 min"),
    ],
)
def test_it_is_said_no_more_exactly_than_it_is_known(seconds: float, said: str) -> None:
    assert words(seconds) == said
