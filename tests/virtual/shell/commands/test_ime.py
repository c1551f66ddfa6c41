from __future__ import annotations


def test_the_input_methods_are_listed_and_only_known_ones_set(box):
    names = box.out("ime list -s -a").splitlines()

    assert names == ["com.google.android.inputmethod.latin/com.android.inputmethod.latin.LatinIME"]
    assert "mId=" in box.out("ime list -a")
    box.out(f"ime set {names[0]}")
    box.refused("ime set com.github.uiautomator/.AdbKeyboard")
    box.refused("ime")
