"""Apps to drive: played from recorded screens, and on the virtual handset."""

from __future__ import annotations

import importlib.util
import sys
from pathlib import Path

import pytest

from harness.apps.condition import Phone
from harness.device.adb_server import AdbServer
from harness.device.automation import PhoneDisplay
from harness.device.change import Changes
from harness.device.kinds import KINDS
from harness.device.session import Device
from harness.device.ui import Ui

TESTS = Path(__file__).parents[1]


def _load(folder: str, name: str):
    if name not in sys.modules:
        spec = importlib.util.spec_from_file_location(name, TESTS / folder / f"{name}.py")
        module = importlib.util.module_from_spec(spec)
        sys.modules[name] = module
        spec.loader.exec_module(module)
    return sys.modules[name]


@pytest.fixture
def told():
    """A phone that answers commands with given outputs."""
    return _load("device", "told_phone").ToldPhone


@pytest.fixture
def played():
    """`played(app name, first screen, {(screen, what): next screen})` → ui, its display."""
    return _load("apps", "recorded_app").played


@pytest.fixture
def given_content():
    """What a test gives an act to carry: `given_content(changes)`."""
    return _load("apps", "given_content").GivenContent


@pytest.fixture(scope="session")
def bench(tmp_path_factory):
    """The virtual handset of the updated firmware: its device, its screen."""
    virtual_bench = _load("device", "virtual_bench")
    folder = tmp_path_factory.mktemp("bench")
    with (
        virtual_bench.cloud(folder / "cloud") as cloud,
        virtual_bench.handset(folder / "phone", cloud, "127.0.1.183") as (_, ready),
        AdbServer.start(folder) as server,
    ):
        device = Device.open(server.port, ready["adb"])
        display = PhoneDisplay(device)
        yield device, Ui(display)
        display.close()


@pytest.fixture
def phone(bench, tmp_path):
    """That handset as conditions see it; what a test left changed is put back."""
    changes = Changes(bench[0], KINDS, folder=tmp_path / "journal")
    yield Phone(bench[0], changes)
    changes.restore()


@pytest.fixture
def fresh(bench):
    """`fresh(class of an app)`: that app on the handset, its data cleared, its first run answered."""

    def start(kind):
        app = kind(*bench)
        app.clear()
        app.launch()
        assert app.first_run()
        app.accept()
        return app

    return start
