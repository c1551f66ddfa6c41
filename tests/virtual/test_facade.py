from __future__ import annotations

import json

import pytest

from harness.virtual import firmware
from harness.virtual.apps.discovery import packages
from harness.virtual.assembly import assemble, make_phone
from harness.virtual.phone import Phone


@pytest.fixture
def device(tmp_path):
    return assemble(
        tmp_path / "phone", firmware.load("as-updated-2020-05", installed=packages()), address="127.0.1.9"
    )


@pytest.fixture
def phone(device) -> Phone:
    return make_phone(device, zone={})


@pytest.mark.parametrize(
    ("value", "parsed"),
    [
        ("10.0.2.2:8080", ("10.0.2.2", 8080)),
        ("127.0.0.1:1", ("127.0.0.1", 1)),
        (":0", None),
        ("", None),
        ("x", None),
        ("x:y", None),
    ],
)
def test_the_proxy_setting_is_parsed(phone, value, parsed):
    phone.settings.put("global", "http_proxy", value)

    assert phone.proxy() == parsed


def test_an_emission_is_on_disk_with_both_times_when_the_call_returns(phone, tmp_path):
    phone.emit({"app": "com.a", "value": "ü"})

    line = json.loads((tmp_path / "phone" / "emissions.jsonl").read_text())
    assert line["value"] == "ü"
    assert line["t"].endswith("Z")
    assert line["phone_ms"] > 0


def test_without_wifi_the_phone_is_offline(phone):
    assert phone.online()
    phone.settings.put("global", "wifi_on", "0")
    assert not phone.online()


def test_a_suspended_or_disabled_package_is_told(phone, device):
    assert not phone.is_suspended("com.xiaomi.xmsf")
    device.packages.suspend("com.xiaomi.xmsf", on=True)
    device.packages.enable("com.miui.analytics", on=False)

    assert phone.is_suspended("com.xiaomi.xmsf")
    assert phone.is_suspended("com.miui.analytics")


def test_a_package_that_is_not_installed_has_no_uid(phone):
    assert phone.uid("com.mi.globalbrowser") == 10123
    with pytest.raises(KeyError):
        phone.uid("org.example.none")
