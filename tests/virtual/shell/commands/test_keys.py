from __future__ import annotations

import pytest


def test_taps_text_and_keys_reach_the_app(box):
    box.open()
    left, top, right, bottom = box.node("note").bounds
    box.out(
        f"input tap {(left + right) // 2} {(top + bottom) // 2}; input text a%sb; "
        "input keyevent KEYCODE_ENTER"
    )

    assert box.node("stored").text == "a b"
    before = box.node("row").text
    box.out("input swipe 500 1800 500 900 300")
    assert box.node("row").text != before
    box.out("input keyevent 3")
    assert box.device.windows.front == "com.miui.home"


@pytest.mark.parametrize(
    "line", ["input", "input tap 1", "input tap a b", "input keyevent NONE", "input frob", "input keyevent"]
)
def test_what_is_no_input_is_refused(box, line):
    box.refused(line)
