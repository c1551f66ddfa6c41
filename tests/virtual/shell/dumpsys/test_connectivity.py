from __future__ import annotations


def test_wifi_is_told_on_and_off(box):
    assert "Wi-Fi is enabled" in box.out("dumpsys wifi")
    assert "Active default network: 100" in box.out("dumpsys connectivity")
    assert "127.0.1.77/24" in box.out("dumpsys connectivity")
    box.out("svc wifi disable")

    assert "Wi-Fi is disabled" in box.out("dumpsys wifi")
    assert "Active default network: none" in box.out("dumpsys connectivity")
