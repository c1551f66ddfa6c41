from __future__ import annotations

import pytest

from harness.virtual.shell.commands.am import read_intent

BROWSER = "com.mi.globalbrowser"
ACTIVITY = f"{BROWSER}/com.android.browser.BrowserActivity"


def test_an_activity_comes_to_the_front(box):
    assert box.out(f"am start -n {ACTIVITY}").startswith("Starting: Intent {")
    assert box.device.windows.front == BROWSER
    assert "Status: ok" in box.out(f"am start -W -n {ACTIVITY}")


def test_an_address_opens_in_the_browser(box):
    box.out("am start -a android.intent.action.VIEW -d 'https://a.test/?x=1&y=2'")

    assert box.node("opened").text == "https://a.test/?x=1&y=2"


@pytest.mark.parametrize(
    "line",
    [
        "am start -n com.mi.globalbrowser/.NoSuchActivity",
        "am start -n org.example.none/.Main",
        "am start -a android.intent.action.VIEW -d ftp://x",
        "am start -n com.xiaomi.account/.ui.AccountSettingsActivity",
        "am start --frob",
        "am frob",
        "am",
        "am force-stop",
    ],
)
def test_what_cannot_be_started_is_refused(box, line):
    box.refused(line)
    assert box.device.windows.front == "com.miui.home"


def test_force_stop_ends_an_app_and_says_nothing(box):
    box.open()
    assert box.out(f"am force-stop {BROWSER}") == ""
    assert box.device.processes.pid(BROWSER) == 0
    assert box.device.windows.front == "com.miui.home"
    assert box.out("am force-stop org.example.none") == ""


def test_a_broadcast_that_is_received_has_its_effect(box):
    said = box.out("am broadcast -a android.intent.action.AIRPLANE_MODE --ez state true")

    assert "Broadcast completed" in said
    assert box.out("settings get global airplane_mode_on") == "1\n"


def test_an_intent_is_read_from_its_options():
    intent = read_intent(["-a", "A", "-d", "http://x", "-c", "C", "--es", "k", "v", "-n", "p/.Q"])

    assert (intent.action, intent.data, intent.component, intent.extras) == (
        "A",
        "http://x",
        "p/.Q",
        {"k": "v"},
    )
