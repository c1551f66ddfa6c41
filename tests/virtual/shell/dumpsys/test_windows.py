from __future__ import annotations


def test_the_app_in_front_is_named(box):
    box.open()
    focus = "u0 com.mi.globalbrowser/com.android.browser.BrowserActivity}"

    assert f"mCurrentFocus=Window{{a1b2c3d {focus}" in box.out("dumpsys window windows")
    assert "mResumedActivity" in box.out("dumpsys activity activities")
    box.out("input keyevent HOME")
    assert "com.miui.home/com.miui.home.launcher.Launcher}" in box.out("dumpsys window")


def test_the_display_is_told_as_clients_parse_it(box):
    said = box.out("dumpsys display")

    assert "valid=true" in said
    assert "orientation=0" in said
    assert "deviceWidth=1080, deviceHeight=2340}" in said
    assert box.out("dumpsys SurfaceFlinger --display-id").startswith("Display 4619827259835644672 ")
    box.refused("dumpsys SurfaceFlinger")
    assert "mInputShown=false" in box.out("dumpsys input_method")
