from __future__ import annotations


def test_battery_power_and_radios_tell_their_state(box):
    assert "  level: 100\n" in box.out("dumpsys battery")
    assert "mHoldingDisplaySuspendBlocker=true" in box.out("dumpsys power")
    box.out("input keyevent POWER")
    assert "mHoldingDisplaySuspendBlocker=false" in box.out("dumpsys power")
    assert "mDataConnectionState=0" in box.out("dumpsys telephony.registry")
    assert "  state: OFF\n" in box.out("dumpsys bluetooth_manager")
    box.out("svc bluetooth enable")
    assert "  enabled: true\n" in box.out("dumpsys bluetooth_manager")
    assert "current_functions=ADB\n" in box.out("dumpsys usb")
