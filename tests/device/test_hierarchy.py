import contextlib
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from harness.device.hierarchy import Selector, parse
from harness.model.errors import MeasurementLost

NOISE = (Path(__file__).parents[1] / "samples/miui-stack-trace-noise/theme_compatibility.txt").read_text()


def node(text="", inner="", package="com.x", bounds="[0,80][1080,2340]", **more):
    extra = "".join(f' {key.replace("_", "-")}="{value}"' for key, value in more.items())
    own = f'index="0" text="{text}" class="android.view.View" package="{package}" bounds="{bounds}"{extra}'
    return f"<node {own}>{inner}</node>"


def dump(*nodes):
    body = f'<hierarchy rotation="0">{"".join(nodes)}</hierarchy>'
    return f"<?xml version='1.0' encoding='UTF-8' standalone='yes' ?>{body}"


def test_noise_before_the_dump_is_passed_over():
    assert parse(NOISE + dump(node("a"))).first(Selector(text="a")) is not None
    assert parse(NOISE + "\n" + dump(node("a")).split("?>", 1)[1] + "\nUI hierarchy dumped\n").said == "a"


@pytest.mark.parametrize(
    "text",
    [
        "",
        NOISE,
        dump(),
        '<hierarchy rotation="0" />',
        "<hierarchy><node bounds='[0,0]'/></hierarchy>",
        "<hierarchy><node",
        "null",
        '<!DOCTYPE x [<!ENTITY a "b">]><hierarchy><node text="&a;" bounds="[0,0][1,1]"/></hierarchy>',
    ],
)
def test_a_dump_without_views_is_never_an_empty_screen(text):
    with pytest.raises(MeasurementLost):
        parse(text)


@given(st.text(max_size=200))
def test_any_text_reads_or_raises_our_error(text):
    for candidate in (text, "<hierarchy>" + text, dump(text)):
        with contextlib.suppress(MeasurementLost):
            parse(candidate)


def test_views_are_named_by_every_field_that_is_set():
    screen = parse(
        dump(node("a", node("b", resource_id="p:id/b", checkable="true", checked="true", content_desc="say")))
    )
    (found,) = screen.all(Selector(resource_id="p:id/b", checked=True, contains="sa"))
    assert found.text == "b"
    assert screen.first(Selector(resource_id="p:id/b", checked=False)) is None
    assert found.centre == (540, 1210)


def test_rows_are_found_around_and_below():
    row = node("", node("title") + node("summary"), bounds="[0,0][9,9]")
    screen = parse(dump(node("", row + node("other"))))
    title = screen.all(Selector(text="title"))[0]
    nearest = next(screen.around(title))
    assert [item.text for item in screen.below(nearest, Selector())] == ["title", "summary"]


def test_the_app_in_front_is_the_one_that_covers_most():
    bar = node("12:00", package="com.android.systemui", bounds="[0,0][1080,2340]")
    assert parse(dump(bar, node("x"), node("toast", package="com.y", bounds="[0,0][9,9]"))).package == "com.x"
    assert parse(dump(bar)).package == ""


def test_a_deep_tree_does_not_exhaust_the_stack():
    assert len(parse(dump("<node bounds='[0,0][1,1]'>" * 5000 + "</node>" * 5000)).nodes) == 5000


def test_a_selector_says_what_it_names():
    assert str(Selector(text="a", checked=False)) == "the view with text 'a', checked False"
