from __future__ import annotations


def test_getprop_gives_one_property_or_all(box):
    assert box.out("getprop ro.product.model") == "Redmi Note 8\n"
    assert box.out("getprop no.such.thing") == "\n"
    assert box.out("getprop no.such.thing default") == "default\n"
    assert "[ro.build.version.sdk]: [28]\n" in box.out("getprop")


def test_setprop_sets_what_may_be_set(box):
    box.out("setprop debug.x 'a b'")

    assert box.out("getprop debug.x") == "a b\n"
    box.refused("setprop ro.product.model Pixel")
    box.refused("setprop debug.x")
    assert box.out("getprop ro.product.model") == "Redmi Note 8\n"
