from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.judge.closure import Calibration, calibrate, close
from harness.model.lines import UidCount

CALIBRATION = Calibration(header=52, setup=8, connections=1, uploaded=1_100_000, source="xt_qtaguid")


def count(
    payload: int, packets: int = 1000, connections: int = 1, udp: int = 0, datagrams: int = 0
) -> UidCount:
    """What a kernel would count: `udp` is content of datagrams."""
    udp_bytes = udp + 28 * datagrams
    total = payload + 52 * packets + 8 * connections + udp_bytes
    return UidCount(total, packets + datagrams, 0, 0, udp_bytes, datagrams)


def test_the_upload_gives_header_and_setup():
    assert calibrate(count(1_100_000), 1_100_000, 1, "xt_qtaguid") == CALIBRATION


@pytest.mark.parametrize(
    ("counted", "recorded", "connections"),
    [
        (count(999_000), 999_000, 1),
        (UidCount(1_100_000, 0, 0, 0, 0, 0), 1_100_000, 1),
        (count(1_100_000), 1_100_000, 0),
        (count(1_100_000, udp=10, datagrams=1), 1_100_000, 1),
        (count(1_100_000), 1_200_000, 1),
        (count(1_200_000), 1_100_000, 1),
        (UidCount(1_100_000 + 52 * 1000 + 33, 1000, 0, 0, 0, 0), 1_100_000, 1),
    ],
)
def test_what_headers_of_ip_and_tcp_cannot_explain_calibrates_nothing(counted, recorded, connections):
    assert calibrate(counted, recorded, connections, "x") is None


@given(st.integers(0, 10**9), st.integers(1, 10**5), st.integers(1, 100))
def test_what_was_recorded_closes(payload, packets, connections):
    state = close(
        "a", "app", count(payload, packets, connections), (payload, payload), connections, CALIBRATION
    )
    assert (state.counted, state.met) == (payload, True)


@given(st.integers(1, 10**6), st.integers(1, 200))
def test_datagrams_never_hide_in_the_headers_of_tcp(content, datagrams):
    state = close("a", "app", count(5000, udp=content, datagrams=datagrams), (5000, 5000), 1, CALIBRATION)
    assert state.unexplained == content
    assert not state.met


def test_a_suspended_relay_closes_what_the_figures_do_not():
    state = close("a", "app", count(900), (0, 0), 1, CALIBRATION, closed_by="suspended-relay arm b")
    assert (state.unexplained, state.met) == (900, True)
