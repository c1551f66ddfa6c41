"""A layer is taken only where its header was kept and ends within it."""

from __future__ import annotations

import pytest

from harness.capture.importers.layers import LLC, Layer, Space, checked, tagged_type


def test_a_number_is_a_type_or_a_length() -> None:
    assert tagged_type(b"\x08\0", 0, 50) == Layer(Space.ETHERTYPE, 0x0800, 2, 50)
    assert tagged_type(b"\0\x0a", 0, 50) == Layer(Space.ETHERTYPE, LLC, 2, 12)


@pytest.mark.parametrize(("start", "end"), [(9, 20), (4, 3)])
def test_a_header_beyond_its_packet_is_none(start: int, end: int) -> None:
    with pytest.raises(ValueError, match="header"):
        checked(Layer(Space.IP, 6, start, end), 8)
