from __future__ import annotations


def test_the_size_of_the_screen(box):
    assert box.out("wm size") == "Physical size: 1080x2340\n"
    assert box.out("wm density") == "Physical density: 440\n"
    box.refused("wm frob")


def test_screencap_writes_a_png(box):
    raw = box.sh("screencap -p").raw

    assert raw.startswith(b"\x89PNG\r\n\x1a\n")
    box.out("screencap -p /sdcard/x.png")
    assert box.sh("cat /sdcard/x.png").raw.startswith(b"\x89PNG")
    box.refused("screencap")
