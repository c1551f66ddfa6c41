import itertools

import pytest

from harness.device.hierarchy import Selector
from harness.device.ui import Ui
from harness.model.errors import MeasurementLost, SetupError


def dump(*texts, package="com.x", enabled="true"):
    nodes = "".join(
        f'<node text="{text}" resource-id="x:id/{text}" package="{package}" enabled="{enabled}" '
        f'bounds="[0,{80 + 100 * row}][1080,{180 + 100 * row}]"/>'
        for row, text in enumerate(texts)
    )
    body = f'<node package="{package}" scrollable="true" bounds="[0,80][1080,2340]">{nodes}</node>'
    return f'<hierarchy rotation="0">{body}</hierarchy>'


EMPTY = '<hierarchy rotation="0" />'


class Played:
    """A display that shows recorded dumps one after the other, the last one for ever."""

    def __init__(self, *dumps):
        self.dumps, self.done = list(dumps), []

    def dump(self):
        return self.dumps.pop(0) if len(self.dumps) > 1 else self.dumps[0]

    def __getattr__(self, name):
        return lambda *arguments: self.done.append((name, *arguments))


def ui(*dumps):
    display, seconds = Played(*dumps), itertools.count()
    return Ui(display, sleep=lambda _: None, clock=lambda: next(seconds) / 5), display


def test_a_tap_goes_to_the_middle_of_the_view_once_it_is_there():
    moves, display = ui(EMPTY, dump("a"), dump("a", "b"))
    assert moves.tap(Selector(text="b")).text == "b"
    assert display.done == [("touch", 540, 230)]


def test_what_never_comes_is_named_with_what_was_there():
    moves, display = ui(dump("Rate the app"))
    with pytest.raises(MeasurementLost, match="Rate the app"):
        moves.tap(Selector(text="b"))
    assert display.done == []


def test_a_disabled_view_is_not_tapped():
    moves, display = ui(dump("a", enabled="false"))
    with pytest.raises(MeasurementLost, match="disabled"):
        moves.tap(Selector(text="a"))
    assert display.done == []


def test_absence_needs_a_screen_of_the_right_app():
    assert ui(dump("a"))[0].absent(Selector(text="b"), "com.x").said == "a"
    for screen in (EMPTY, dump("a", package="com.y"), dump("a", package="com.android.systemui"), dump("b")):
        with pytest.raises(MeasurementLost):
            ui(screen)[0].absent(Selector(text="b"), "com.x")


def test_gone_waits_for_the_view_to_go_but_not_the_app():
    assert ui(dump("a", "b"), dump("a"))[0].gone(Selector(text="b"), "com.x").said == "a"
    with pytest.raises(MeasurementLost):
        ui(dump("b"), dump("a", package="com.y"))[0].gone(Selector(text="b"), "com.x")


def test_a_list_is_read_once_it_stays_as_it_is():
    moves, _ = ui(dump("old"), dump("old"), dump("new"))
    seen = moves.settled(Selector(resource_id="x:id/new"))
    assert seen.said == "new"
    with pytest.raises(MeasurementLost, match="stay"):
        ui(dump("a"), dump("b"))[0].settled(Selector(text="a"))


def test_typing_is_read_back():
    moves, display = ui(dump("url"), dump("url"), dump("url").replace('text="url"', 'text="hello"'))
    moves.type_into("x:id/url", "hello")
    assert display.done == [("type_into", "x:id/url", "hello")]
    with pytest.raises(MeasurementLost, match="'hello'"):
        ui(dump("url"))[0].type_into("x:id/url", "hello")


def test_a_list_is_scrolled_to_its_end_before_something_is_missing():
    moves, display = ui(dump("a"), dump("b"), dump("c"))
    assert moves.scroll_to(Selector(text="c")).text == "c"
    assert [call[0] for call in display.done] == ["drag", "drag"]
    moves, display = ui(dump("a"), dump("b"))
    with pytest.raises(MeasurementLost, match="wanted the view with text 'z'"):
        moves.scroll_to(Selector(text="z"))


def test_preflight_shows_that_input_arrives():
    moves, display = ui(dump("a"))
    moves.preflight()
    assert display.done == [("wake",), ("press", "home")]
    with pytest.raises(SetupError, match="unlock"):
        ui(dump("a", package="com.android.systemui"))[0].preflight()


def test_the_first_looks_follow_each_other_at_once_and_later_ones_spare_the_phone():
    slept, display = [], Played(*[dump("a")] * 12, dump("b"))
    Ui(display, sleep=slept.append, clock=lambda: 0.0).wait(Selector(text="b"))
    assert slept[0] == 0.01
    assert slept == sorted(slept)
    assert slept[-1] == 0.1


def test_how_long_a_list_must_stay_is_the_benchs_to_say():
    display, seconds = Played(dump("a"), dump("a"), dump("b")), itertools.count()
    moves = Ui(display, sleep=lambda _: None, clock=lambda: next(seconds) / 5, quiet=0)
    assert moves.settled(Selector(resource_id="x:id/a")).said == "a"
