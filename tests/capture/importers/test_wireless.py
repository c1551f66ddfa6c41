"""802.11 frames say themselves what they are; test_link_layer.py reads captures of them."""

from __future__ import annotations

import pytest

from harness.capture.importers import wireless
from harness.capture.importers.layers import LLC, Space

BODY = bytes(40)


@pytest.mark.parametrize(
    ("control", "space", "number", "start"),
    [
        (b"\x08\x01", Space.ETHERTYPE, LLC, 24),
        (b"\x08\x03", Space.ETHERTYPE, LLC, 30),
        (b"\x88\x01", Space.ETHERTYPE, LLC, 26),
        (b"\x88\x81", Space.ETHERTYPE, LLC, 30),
        (b"\xc8\x01", Space.WIRELESS, wireless.EMPTY, 26),
        (b"\x08\x41", Space.WIRELESS, wireless.PROTECTED, 24),
        (b"\x08\x05", Space.WIRELESS, wireless.PARTIAL, 24),
        (b"\x80\x00", Space.WIRELESS, wireless.BEACON, 24),
        (b"\x40\x00", Space.WIRELESS, wireless.MANAGEMENT, 24),
        (b"\xb4\x00", Space.WIRELESS, wireless.CONTROL, 0),
    ],
)
def test_a_frame_is_what_its_control_field_says(
    control: bytes, space: Space, number: int, start: int
) -> None:
    layer = wireless.frame(control + BODY, 42)

    assert (layer.space, layer.number, layer.start) == (space, number, start)


def test_a_header_of_more_words_and_a_time_is_passed() -> None:
    head = b"\0\0\x19\0\x03\0\0\x80\0\0\0\0" + bytes(4) + bytes(8) + b"\x10"

    layer = wireless.radiotap(head + b"\x08\x01" + BODY, 67)

    assert (layer.start, layer.end, layer.check) == (25 + 24, 63, 4)
