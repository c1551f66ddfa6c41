from __future__ import annotations

import pytest

from harness.virtual.uia.methods.touch import TouchMethods
from harness.virtual.uia.selector import centre

SWITCH = {"resourceId": "android:id/switch_widget"}


@pytest.fixture
def touch(box):
    box.open()
    return TouchMethods(box.device.windows)


def on(box):
    return box.node("switch_widget").checked


def test_a_click_is_by_place_or_by_selector(box, touch):
    assert box.do(touch.click(*centre(box.node("switch_widget"))))
    assert on(box)
    box.do(touch.click(SWITCH))
    assert not on(box)
    box.do(touch.long_click(SWITCH))
    assert on(box)


def test_a_finger_that_hardly_moves_is_a_tap_and_one_that_moves_a_swipe(box, touch):
    x, y = centre(box.node("switch_widget"))
    box.do(touch.inject_input_event(0, x, y, 0))
    box.do(touch.inject_input_event(2, x + 1, y, 0))
    box.do(touch.inject_input_event(1, x + 1, y, 0))
    assert on(box)
    first = box.node("row").text
    x, y = centre(box.node("list"))
    box.do(touch.inject_input_event(0, x, y))
    box.do(touch.inject_input_event(1, x, y - 500))
    assert box.node("row").text != first


def test_swipes_and_drags_scroll(box, touch):
    x, y = centre(box.node("list"))
    seen = [box.node("row").text]
    for swipe in (
        touch.swipe(x, y, x, y - 300, 10),
        touch.drag(x, y, x, y - 300, 10),
        touch.swipe_points([x, y, x, y - 100, x, y - 300], 10),
        touch.swipe({"resourceId": "com.mi.globalbrowser:id/list"}, "up", 0.5, 10),
        touch.drag_to({"resourceId": "com.mi.globalbrowser:id/list"}, x, 100, 10),
    ):
        box.do(swipe)
        seen.append(box.node("row").text)
    box.do(touch.drag_to({"resourceId": "com.mi.globalbrowser:id/list"}, SWITCH, 10))

    assert len(set(seen)) >= 5


def test_keys_are_by_name_or_code(box, touch):
    assert box.do(touch.press_key("home"))
    assert box.device.windows.front == "com.miui.home"
    box.open()
    box.do(touch.press_key_code(4, 0))
    assert box.device.windows.front == "com.miui.home"
    with pytest.raises(ValueError, match="no key"):
        box.do(touch.press_key("frob"))
