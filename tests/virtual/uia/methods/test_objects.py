from __future__ import annotations

import asyncio
import time

import pytest

from harness.virtual.uia.methods.objects import ObjectMethods
from harness.virtual.uia.selector import ObjectNotFound

NOTE = {"resourceId": "com.mi.globalbrowser:id/note"}


@pytest.fixture
def objects(box):
    box.open()
    return ObjectMethods(box.device.windows)


def test_objects_are_counted_and_described(box, objects):
    info = box.do(objects.obj_info({"text": "Store"}))

    assert box.do(objects.exist({"text": "Store"}))
    assert box.do(objects.count({"textStartsWith": "Row"})) == len(
        box.do(objects.obj_info_of_all_instances({"textStartsWith": "Row"}))
    )
    assert (info["className"], info["contentDescription"]) == ("android.widget.Button", "stores the note")
    assert info["packageName"] == "com.mi.globalbrowser"
    assert info["bounds"]["right"] > info["bounds"]["left"]
    with pytest.raises(ObjectNotFound):
        box.do(objects.obj_info({"text": "none"}))


def test_the_text_of_a_field_is_set_and_cleared_and_no_other(box, objects):
    assert box.do(objects.set_text(NOTE, "abc"))
    assert box.do(objects.get_text(NOTE)) == "abc"
    assert box.do(objects.clear_text_field(NOTE))
    assert box.do(objects.get_text(NOTE)) == ""
    assert not box.do(objects.set_text({"text": "Store"}, "abc"))


def test_waiting_ends_when_it_is_there_or_time_is_up(box, objects):
    async def appear():
        await asyncio.sleep(0.1)
        await objects.set_text(NOTE, "now")

    async def both():
        waited = await asyncio.gather(objects.wait_for_exists({"text": "now"}, 3000), appear())
        return waited[0]

    start = time.monotonic()
    assert not box.do(objects.wait_for_exists({"text": "none"}, 100))
    assert box.do(both())
    assert box.do(objects.wait_until_gone({"text": "none"}, 1000))
    assert not box.do(objects.wait_until_gone({"text": "now"}, 50))
    assert time.monotonic() - start < 2
