from __future__ import annotations

import pytest

from harness.virtual.properties import SystemProperties
from harness.virtual.state import Document


def test_only_persistent_properties_survive_a_restart(tmp_path):
    props = SystemProperties(Document(tmp_path / "p.json"), {"ro.a": "1"})
    props.put("persist.x", "y")
    props.put("debug.x", "y")
    again = SystemProperties(Document(tmp_path / "p.json"), {"ro.a": "1"})

    assert (again.get("persist.x"), again.get("debug.x"), again.get("ro.a")) == ("y", "", "1")


@pytest.mark.parametrize(("name", "value"), [("ro.a", "2"), ("debug.a", "x" * 92)])
def test_a_read_only_or_overlong_one_cannot_be_set(tmp_path, name, value):
    with pytest.raises(PermissionError):
        SystemProperties(Document(tmp_path / "p.json"), {}).put(name, value)
