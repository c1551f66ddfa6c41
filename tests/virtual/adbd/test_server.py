from __future__ import annotations

import time
from pathlib import Path

import pytest
import uiautomator2

BROWSER = "com.mi.globalbrowser"
NOTE = f"{BROWSER}:id/note"


def test_the_phone_is_listed_with_its_model(adb, device):
    listed = adb.adb("devices", "-l").stdout

    assert device.serial in listed
    assert "model:Redmi_Note_8" in listed
    assert device.get_state() == "device"


@pytest.fixture
def d(device):
    """uiautomator2 on the phone, its server ended afterwards."""
    made = uiautomator2.Device(device)
    yield made
    made.stop_uiautomator()


def test_uiautomator2_drives_an_app_end_to_end(d):
    assert d.info["productName"] == "ginkgo"
    d.app_start(BROWSER, "com.android.browser.BrowserActivity", stop=True, wait=True)
    assert d.app_current()["package"] == BROWSER
    assert d.app_wait(BROWSER, front=True)
    d(resourceId=NOTE).set_text("hällo")
    d(text="Store").click()
    assert d(resourceId=f"{BROWSER}:id/stored").get_text() == "hällo"
    d.xpath('//*[@text="Send statistics"]').click()
    assert d(resourceId="android:id/switch_widget").info["checked"]
    d.send_keys("xyz")
    assert d(resourceId=NOTE).get_text() == "hälloxyz"
    assert "Notes of a phone" in d.dump_hierarchy()
    assert d.screenshot().size == (1080, 2340)
    d(scrollable=True).scroll.to(text="Row 35")
    d(text="Row 35").click()
    assert d(resourceId=NOTE).get_text() == "row:35"
    d.press("back")
    assert d.app_current()["package"] == "com.miui.home"
    d.open_url("https://a.test/x?y=1&z=2")
    assert d(resourceId=f"{BROWSER}:id/opened").get_text() == "https://a.test/x?y=1&z=2"
    d.app_clear(BROWSER)
    d.app_start(BROWSER)
    assert not d(text="hällo").exists
    assert not d(text="nothing").exists(timeout=0.2)


def test_the_server_on_the_phone_ends_with_its_client_and_starts_anew(d):
    start = time.monotonic()
    d.stop_uiautomator()
    assert d.info["sdkInt"] == 28
    d.reset_uiautomator()
    assert d.info["sdkInt"] == 28
    assert time.monotonic() - start < 5


def test_a_call_costs_the_phone_little_and_waiting_nothing(handset, d):
    d.info  # noqa: B018  # the first call starts the server

    def cpu_ms():
        fields = Path(f"/proc/{handset.process.pid}/stat").read_text().rpartition(")")[2].split()
        return (int(fields[11]) + int(fields[12])) * 10

    before = cpu_ms()
    time.sleep(0.5)
    assert cpu_ms() - before <= 20
    before = cpu_ms()
    for _ in range(60):
        d.jsonrpc.exist({"mask": 1, "childOrSibling": [], "childOrSiblingSelector": [], "text": "none"})

    assert (cpu_ms() - before) / 60 < 6  # about 1.5 on an idle machine
