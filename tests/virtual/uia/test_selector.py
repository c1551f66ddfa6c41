from __future__ import annotations

import pytest

from harness.virtual import screen
from harness.virtual.uia.selector import ObjectNotFound, centre, one, select

ROOT = screen.Node(
    screen.FRAME,
    package="com.a",
    children=(
        screen.column(
            screen.label("Title", "com.a:id/title"),
            screen.button("Send", "send", "com.a:id/send", desc="sends it"),
            resource_id="com.a:id/box",
        ),
        screen.row(screen.button("Send", "other"), screen.switch(checked=True)),
    ),
)


@pytest.mark.parametrize(
    ("selector", "count"),
    [
        ({"text": "Send"}, 2),
        ({"textContains": "en"}, 2),
        ({"textStartsWith": "Ti"}, 1),
        ({"textMatches": "S.*d"}, 2),
        ({"description": "sends it"}, 1),
        ({"resourceId": "com.a:id/title"}, 1),
        ({"resourceIdMatches": ".*send"}, 1),
        ({"className": screen.BUTTON, "clickable": True}, 2),
        ({"checked": True}, 1),
        ({"packageName": "com.a"}, 7),
        ({"text": "Send", "instance": 1}, 1),
        ({"text": "Send", "instance": 5}, 0),
        ({"index": 1, "text": "Send"}, 1),
        ({"text": "send"}, 0),
    ],
)
def test_a_selector_finds_what_fits_all_its_fields(selector, count):
    assert (
        len(select(ROOT, {"mask": 0, "childOrSibling": [], "childOrSiblingSelector": [], **selector}))
        == count
    )


def test_children_and_siblings_are_followed():
    def chained(start, step, end):
        return select(ROOT, {**start, "childOrSibling": [step], "childOrSiblingSelector": [end]})

    assert [
        found.node.on_click for found in chained({"resourceId": "com.a:id/box"}, "child", {"text": "Send"})
    ] == ["send"]
    assert [found.node.text for found in chained({"text": "Title"}, "sibling", {})] == ["Send"]
    assert len(chained({"className": screen.FRAME}, "child", {"text": "Send"})) == 2


@pytest.mark.parametrize(
    "selector",
    [
        {"colour": "red"},
        {"childOrSibling": ["uncle"], "childOrSiblingSelector": [{}]},
        {"childOrSibling": ["child"], "childOrSiblingSelector": []},
    ],
)
def test_what_it_does_not_understand_is_refused(selector):
    with pytest.raises(ValueError, match=r"."):
        select(ROOT, selector)


def test_no_object_is_an_error_of_its_own():
    with pytest.raises(ObjectNotFound):
        one(ROOT, {"text": "none"})
    assert centre(screen.Node(bounds=(0, 0, 10, 20))) == (5, 10)
