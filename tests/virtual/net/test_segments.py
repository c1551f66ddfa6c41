from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.virtual.net.segments import Flow


class Counted:
    def __init__(self):
        self.out = self.back = self.packets_out = self.packets_back = 0

    def add(self, uid, proto, out, packets_out, back, packets_back, iface="wlan0"):
        assert (uid, proto, iface) == (10123, "tcp", "wlan0")
        self.out += out
        self.back += back
        self.packets_out += packets_out
        self.packets_back += packets_back


@pytest.mark.parametrize(
    ("size", "segments", "acknowledgements"), [(1, 1, 1), (1448, 1, 1), (1449, 2, 1), (4344, 3, 2)]
)
def test_a_payload_costs_52_bytes_per_segment_and_an_ack_for_two(size, segments, acknowledgements):
    counted = Counted()
    flow = Flow(counted, 10123, "wlan0")

    flow.send(size)

    assert (counted.out, counted.packets_out) == (size + 52 * segments, segments)
    assert (counted.back, counted.packets_back) == (52 * acknowledgements, acknowledgements)


def test_a_connection_costs_its_handshake_and_its_end():
    counted = Counted()
    flow = Flow(counted, 10123, "wlan0")

    flow.opened()
    flow.closed()

    assert (counted.out, counted.back) == (60 + 52 + 104, 60 + 104)


@given(st.lists(st.integers(1, 5000), min_size=1, max_size=20))
def test_how_a_payload_is_cut_does_not_matter(pieces):
    cut, whole = Counted(), Counted()
    one, other = Flow(cut, 10123, "wlan0"), Flow(whole, 10123, "wlan0")

    for piece in pieces:
        one.receive(piece)
    other.receive(sum(pieces))

    assert (cut.out, cut.back) == (whole.out, whole.back)
    assert one.received == other.received == sum(pieces)


def test_a_change_of_direction_begins_a_new_segment():
    counted = Counted()
    flow = Flow(counted, 10123, "wlan0")

    flow.send(10)
    flow.receive(10)
    flow.send(10)

    assert counted.packets_out == 3  # two segments and one bare ACK
