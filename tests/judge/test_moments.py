from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from harness.judge.moments import MOMENTS_MOST, Moments


@given(st.lists(st.integers(0, 1000), max_size=50), st.integers(0, 1000), st.integers(0, 1000))
def test_few_moments_are_told_exactly(times, start, end):
    moments = Moments()
    for time in times:
        moments.add(time)
    assert moments.within(start, end) is any(start <= time <= end for time in times)
    assert (moments.first_us, moments.last_us) == (min(times, default=None), max(times, default=0))


def test_of_many_moments_none_in_between_is_denied():
    moments = Moments()
    for time in range(0, 10 * (MOMENTS_MOST + 2), 10):
        moments.add(time)
    assert moments.within(15, 16)
    assert not moments.within(10 * (MOMENTS_MOST + 2), 1 << 40)
    assert len(moments.each) <= MOMENTS_MOST + 1


@given(st.lists(st.integers(0, 10_000), min_size=1, max_size=MOMENTS_MOST * 2), st.integers(0, 10_000))
def test_what_was_seen_is_never_denied(times, width):
    moments = Moments()
    for time in times:
        moments.add(time)
    assert all(moments.within(time, time + width) for time in times)
