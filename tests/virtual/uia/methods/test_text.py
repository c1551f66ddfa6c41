from __future__ import annotations

from harness.virtual.uia.methods.text import TextMethods


def test_the_clipboard_goes_into_the_focused_field(box):
    box.open()
    methods = TextMethods(box.device.windows)
    box.do(methods.set_clipboard(None, "héllo"))
    assert not box.do(methods.paste_clipboard())
    assert not box.do(methods.clear_input_text())
    box.do(box.device.windows.tap_node(box.node("note")))
    assert box.do(methods.paste_clipboard())

    assert box.do(methods.get_clipboard()) == "héllo"
    assert box.node("note").text == "héllo"
    assert box.do(methods.clear_input_text())
    assert box.node("note").text == ""


def test_a_toast_is_remembered_and_forgotten(box):
    methods = TextMethods(box.device.windows)
    box.do(methods.make_toast("hi", 1000))
    assert box.do(methods.get_last_toast()) == "hi"
    box.do(methods.clear_last_toast())
    assert box.do(methods.get_last_toast()) is None
    assert box.do(methods.get_last_traversed_text()) is None
    assert box.do(methods.clear_last_traversed_text()) is None
