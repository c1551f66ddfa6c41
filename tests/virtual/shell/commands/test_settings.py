from __future__ import annotations

import pytest


def test_a_value_is_put_read_listed_and_deleted(box):
    assert box.out("settings get global http_proxy") == "null\n"
    assert box.out("settings put global http_proxy 127.0.0.1:8080") == ""
    assert box.out("settings get --user 0 global http_proxy") == "127.0.0.1:8080\n"
    assert "http_proxy=127.0.0.1:8080\n" in box.out("settings list global")
    assert box.out("settings delete global http_proxy") == "Deleted 1 rows\n"
    assert box.out("settings delete global http_proxy") == "Deleted 0 rows\n"


@pytest.mark.parametrize(
    "line",
    [
        "settings",
        "settings get",
        "settings get none x",
        "settings put global x",
        "settings frob global x",
        "settings get global a b",
    ],
)
def test_what_is_no_setting_command_is_refused(box, line):
    assert box.refused(line).out == ""
