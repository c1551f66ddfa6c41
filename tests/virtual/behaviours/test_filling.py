from __future__ import annotations

import hashlib
import json

import pytest

from harness.virtual.behaviours import filling
from harness.virtual.behaviours.occasions import Vocabulary


@pytest.fixture
def values(scene):
    async def act(here):
        return filling.Values(here.phone, "com.mi.globalbrowser", {"url": 'https://a.test/"x"\n'}), here.phone

    return scene(act)


def test_a_template_is_filled_all_the_way_down(values):
    made, phone = values
    filled = made.fill(
        {"a": ["{url}", 1, {"id": "{android_id|md5}", "t": "{time_ms|int}"}], "b": "x{title}y"}
    )

    assert filled["a"][0] == 'https://a.test/"x"\n'
    android_id = phone.identifiers.android_id("com.mi.globalbrowser")
    assert filled["a"][2]["id"] == hashlib.md5(android_id.encode()).hexdigest()
    assert isinstance(filled["a"][2]["t"], int)
    assert filled["b"] == "xy"


def test_what_is_filled_in_is_not_looked_at_again(values):
    made, _ = values
    made.put("title", "{imei}")

    assert made.text("{title}") == "{imei}"


def test_every_placeholder_has_a_value(values):
    made, _ = values

    for name in filling.PLACEHOLDERS | Vocabulary().facts:
        assert isinstance(made.get(name), str)
    for name in ("imei", "gaid", "serial", "model", "app_version", "country", "width", "random16"):
        assert made.get(name)


def test_json_reads_back_and_has_its_slashes_escaped():
    text = filling.json_text({"url": "https://ä.test/"})

    assert text == '{"url":"https:\\/\\/ä.test\\/"}'
    assert json.loads(text) == {"url": "https://ä.test/"}


def test_a_table_over_another_merges_tables_and_replaces_the_rest():
    assert filling.overlay({"a": {"x": 1, "y": 2}, "b": [1]}, {"a": {"y": 3}, "b": [2]}) == {
        "a": {"x": 1, "y": 3},
        "b": [2],
    }


def test_the_first_placeholder_tells_name_and_forms():
    assert filling.parts("x{imei|md5|upper}") == ("imei", ("md5", "upper"))
    assert filling.parts("plain") == ("", ())
