from __future__ import annotations

import pytest

from harness.virtual.uia.methods.table import methods_of, on_the_wire

USED = (
    "deviceInfo",
    "dumpWindowHierarchy",
    "exist",
    "waitForExists",
    "objInfo",
    "click",
    "getText",
    "setText",
    "clearTextField",
    "count",
    "scrollTo",
    "clearInputText",
    "setClipboard",
    "getClipboard",
    "pasteClipboard",
    "pressKey",
    "pressKeyCode",
    "injectInputEvent",
    "swipe",
    "drag",
    "takeScreenshot",
    "wakeUp",
    "openNotification",
    "getLastToast",
    "objInfoOfAllInstances",
    "waitUntilGone",
    "dragTo",
    "swipePoints",
    "flingForward",
    "flingBackward",
    "flingToBeginning",
    "flingToEnd",
    "scrollForward",
    "scrollBackward",
    "scrollToBeginning",
    "scrollToEnd",
    "sleep",
    "setOrientation",
    "freezeRotation",
    "openQuickSettings",
    "getLastTraversedText",
    "clearLastTraversedText",
    "clearLastToast",
    "makeToast",
    "longClick",
)


def test_every_method_that_the_client_calls_is_there_under_its_name(box):
    assert sorted(set(USED) - set(methods_of(box.device))) == []


def test_nothing_private_is_on_the_wire(box):
    assert not [name for name in methods_of(box.device) if name.startswith("_")]


@pytest.mark.parametrize(("name", "wire"), [("wait_for_exists", "waitForExists"), ("click", "click")])
def test_names_are_in_camel_case(name, wire):
    assert on_the_wire(name) == wire
