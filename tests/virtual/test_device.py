from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

BROWSER = "com.mi.globalbrowser"


@pytest.fixture
def box(tmp_path):
    if "box" not in sys.modules:
        spec = importlib.util.spec_from_file_location("box", Path(__file__).with_name("box.py"))
        sys.modules["box"] = module = importlib.util.module_from_spec(spec)
        spec.loader.exec_module(module)
    made = sys.modules["box"].Box(tmp_path / "phone")
    yield made
    made.close()


def test_services_run_from_boot_and_the_launcher_is_in_front(box):
    running = dict(box.device.processes.running())

    assert {"com.miui.analytics", "com.miui.home"} <= set(running)
    assert BROWSER not in running
    assert box.device.windows.front == "com.miui.home"


def test_a_stopped_app_ends_with_its_tasks_and_leaves_the_screen(box):
    box.open()
    box.do(box.device.stop_app(BROWSER))

    assert box.device.processes.pid(BROWSER) == 0
    assert box.device.windows.front == "com.miui.home"


def test_a_cleared_app_has_an_empty_folder(box):
    (box.device.data_dir(BROWSER) / "x").write_text("1")
    box.open()
    box.do(box.device.clear_app(BROWSER))

    assert list(box.device.data_dir(BROWSER).iterdir()) == []
