import pytest

from harness.device.suspension import Suspended
from harness.model.errors import SetupError


def test_a_package_is_suspended_and_released(phone):
    what = Suspended("com.xiaomi.xmsf")
    assert what.read(phone) is False
    what.write(phone, value=True)
    assert what.read(phone) is True
    what.write(phone, value=False)
    assert what.read(phone) is False


def test_an_unknown_package_is_an_error(told):
    with pytest.raises(SetupError, match="installed"):
        Suspended("com.x").read(told({"dumpsys package com.x": "Unable to find package: com.x\n"}))
    with pytest.raises(SetupError):
        Suspended("com.x").read(told({"dumpsys package com.x": ("", "Can't find service: package\n", 0)}))
    with pytest.raises(SetupError):
        Suspended("com.x; reboot")


def test_a_phone_that_does_not_confirm_is_an_error(told):
    with pytest.raises(SetupError, match="suspended"):
        Suspended("com.x").write(told({"pm suspend --user 0 com.x": "\n"}), value=True)
