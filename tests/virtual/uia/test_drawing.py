from __future__ import annotations

import io

import pytest
from PIL import Image

from harness.virtual.uia.drawing import draw, encode


def test_the_picture_shows_what_is_on_the_screen(box):
    home = draw(box.device)
    box.open()
    before = draw(box.device)
    left, top, right, bottom = box.node("switch_widget").bounds
    box.do(box.device.windows.tap((left + right) / 2, (top + bottom) / 2))
    after = draw(box.device)
    changed = [
        place
        for place in [(left, top, right, bottom)]
        if before.crop(place).tobytes() != after.crop(place).tobytes()
    ]

    assert home.size == (1080, 2340)
    assert before.tobytes() != home.tobytes() or box.device.windows.front != "com.miui.home"
    assert changed


def test_a_screen_that_is_off_is_black(box):
    box.device.windows.screen_on = False

    assert draw(box.device).getcolors() == [(1080 * 2340, (0, 0, 0))]


def test_the_same_screen_at_the_same_time_is_the_same_picture(box):
    assert encode(draw(box.device), "PNG")[:4] == b"\x89PNG"


@pytest.mark.parametrize("kind", ["PNG", "JPEG"])
def test_both_formats_read_back(box, kind):
    content = encode(draw(box.device), kind)

    assert Image.open(io.BytesIO(content)).format == kind
