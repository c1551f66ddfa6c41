from __future__ import annotations

import re

import pytest


def test_radios_are_switched_and_read_back(box):
    for radio, key in (("wifi", "wifi_on"), ("data", "mobile_data"), ("bluetooth", "bluetooth_on")):
        for verb, value in (("enable", "1"), ("disable", "0")):
            box.out(f"svc {radio} {verb}")
            assert box.out(f"settings get global {key}") == f"{value}\n"


def test_the_functions_of_the_usb_port(box):
    box.out("svc usb setFunctions rndis")
    assert box.out("getprop sys.usb.state") == "rndis,adb\n"
    assert "RNDIS" in box.out("dumpsys usb")
    box.out("svc usb setFunctions")
    assert box.out("getprop sys.usb.state") == "adb\n"


def test_both_imeis_come_as_parcels(box):
    def said(line):
        words = re.findall(r"\b[0-9a-f]{8}\b(?!:)", re.sub(r"'.*", "", box.out(line), flags=re.MULTILINE))
        raw = b"".join(bytes.fromhex(word)[::-1] for word in words)
        return raw[8:38].decode("utf-16-le")

    assert said("service call iphonesubinfo 1 s16 com.android.shell") == box.device.identifiers.imei
    assert said("service call iphonesubinfo 3 i32 1 s16 com.android.shell") == box.device.identifiers.imei2
    assert "Error" in box.out("service call iphonesubinfo 99")


@pytest.mark.parametrize(
    "line", ["svc", "svc wifi", "svc frob enable", "svc usb setFunctions frob", "service", "service list"]
)
def test_what_it_does_not_know_is_refused(box, line):
    box.refused(line)
