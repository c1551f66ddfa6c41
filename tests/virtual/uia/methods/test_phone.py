from __future__ import annotations

import base64
import io

import pytest
from PIL import Image

from harness.virtual.uia.methods.phone import PhoneMethods


def test_the_screen_is_told_dumped_and_pictured(box):
    methods = PhoneMethods(box.device)
    info = box.do(methods.device_info())
    picture = Image.open(io.BytesIO(base64.b64decode(box.do(methods.take_screenshot(0.5, 60)))))

    assert (info["displayHeight"], info["sdkInt"], info["currentPackageName"]) == (2340, 28, "com.miui.home")
    assert box.do(methods.dump_window_hierarchy(False, 50)).startswith("<?xml")
    assert picture.size == (540, 1170)


def test_the_screen_goes_off_and_on(box):
    methods = PhoneMethods(box.device)
    box.do(methods.sleep())
    assert not box.do(methods.is_screen_on())
    box.do(methods.wake_up())
    assert box.do(methods.is_screen_on())


def test_a_phone_without_a_shade_says_so(box):
    methods = PhoneMethods(box.device)

    assert not box.do(methods.open_notification())
    assert not box.do(methods.open_quick_settings())


def test_it_does_not_turn(box):
    methods = PhoneMethods(box.device)
    box.do(methods.set_orientation("natural"))
    box.do(methods.freeze_rotation(True))
    with pytest.raises(ValueError, match="does not turn"):
        box.do(methods.set_orientation("left"))
