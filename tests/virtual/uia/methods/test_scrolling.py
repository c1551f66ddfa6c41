from __future__ import annotations

from harness.virtual.uia.methods.scrolling import ScrollingMethods

LIST = {"scrollable": True}


def test_a_list_scrolls_to_an_object_and_to_its_ends(box):
    box.open()
    methods = ScrollingMethods(box.device.windows)

    def rows():
        return [node.text for node in box.device.windows.current().walk() if node.text.startswith("Row ")]

    assert box.do(methods.scroll_to(LIST, {"text": "Row 30"}, True))
    assert "Row 30" in rows()
    assert not box.do(methods.scroll_to(LIST, {"text": "Row 99"}, True))
    assert rows()[-1] == "Row 39"
    assert box.do(methods.scroll_backward(LIST, True))
    assert box.do(methods.fling_to_beginning(LIST, True, 10))
    assert rows()[0] == "Row 0"
    assert box.do(methods.scroll_forward(LIST, True))
    assert box.do(methods.scroll_to_end(LIST, True))
    assert not box.do(methods.fling_forward(LIST, True))
    assert not box.do(methods.scroll_forward({"text": "Store"}, True))
