from pathlib import Path

import pytest

from harness.device.properties import parse_properties, read_properties
from harness.model.errors import SetupError

SAMPLE = Path(__file__).parents[1] / "samples/android-8.0.0-base-system/getprop.txt"


def test_the_properties_of_a_real_android_read():
    found = parse_properties(SAMPLE.read_text())
    assert found["ro.build.version.sdk"] == "26"
    assert len(found) == sum(line.startswith("[") for line in SAMPLE.read_text().splitlines())


def test_a_value_may_hold_line_ends_and_be_empty():
    assert parse_properties("[a]: [1\n2]\n[b]: []\r\n") == {"a": "1\n2", "b": ""}


def test_no_properties_is_no_answer(told):
    for said in ("", "nonsense", ("", "died", 134)):
        with pytest.raises(SetupError):
            read_properties(told({"getprop": said}))
