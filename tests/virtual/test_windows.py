from __future__ import annotations

import asyncio
import importlib.util
import sys
from pathlib import Path

import pytest


@pytest.fixture
def box(tmp_path):
    if "box" not in sys.modules:
        spec = importlib.util.spec_from_file_location("box", Path(__file__).with_name("box.py"))
        sys.modules["box"] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    made = sys.modules["box"].Box(tmp_path / "phone")
    yield made
    made.close()


def middle(node):
    left, top, right, bottom = node.bounds
    return (left + right) / 2, (top + bottom) / 2


def test_a_tap_reaches_the_clickable_node_under_it(box):
    box.open()
    box.do(box.device.windows.tap(*middle(box.node("switch_widget"))))

    assert box.node("switch_widget").checked


def test_a_tap_on_a_field_gives_it_the_focus_and_typing_appends(box):
    box.open()
    windows = box.device.windows
    assert windows.focused() is None
    assert not box.do(windows.type("lost"))
    box.do(windows.tap(*middle(box.node("note"))))
    box.do(windows.type("ab"))
    box.do(windows.type("c"))
    box.do(windows.key("del"))

    assert windows.focused().text == "ab"


def test_an_unused_back_and_home_lead_to_the_launcher(box):
    for key in ("back", "home"):
        box.open()
        box.do(box.device.windows.key(key))
        assert box.device.windows.front == "com.miui.home"


def test_a_swipe_scrolls_the_list_under_it_to_its_end_and_no_farther(box):
    box.open()
    windows = box.device.windows
    x, y = middle(box.node("list"))
    for _ in range(30):
        box.do(windows.swipe(x, y, x, y - 600))
    rows = [node.text for node in windows.current().walk() if node.resource_id.endswith("/row")]

    assert rows[-1] == "Row 39"
    assert not windows.scroll(box.node("list"), 100)
    assert windows.scroll(box.node("list"), -100)


def test_an_app_that_crashes_gives_way_to_the_launcher(box, capsys):
    box.open()
    windows = box.device.windows
    windows.scroll(box.node("list"), 10**6)
    last = next(node for node in windows.current().walk() if node.text == "Row 39")
    box.do(windows.tap_node(last))

    assert windows.front == "com.miui.home"
    assert "crashes on purpose" in capsys.readouterr().err
    assert any("FATAL EXCEPTION" in line.text for line in box.device.log.lines())


def test_nothing_is_tapped_while_the_screen_is_off(box):
    box.open()
    windows = box.device.windows
    box.do(windows.key("power"))
    box.do(windows.tap(*middle(box.node("switch_widget"))))
    assert not box.node("switch_widget").checked
    box.do(windows.key("wakeup"))

    assert windows.screen_on


def test_a_package_without_screens_cannot_come_to_the_front(box):
    with pytest.raises(KeyError):
        box.do(box.device.windows.open("com.xiaomi.account"))
    assert asyncio.iscoroutinefunction(box.device.windows.open)
