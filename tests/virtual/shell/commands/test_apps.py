from __future__ import annotations


def test_monkey_starts_an_app_by_one_event(box):
    said = box.out("monkey -p com.mi.globalbrowser -c android.intent.category.LAUNCHER 1")

    assert "Events injected: 1" in said
    assert box.device.windows.front == "com.mi.globalbrowser"
    assert box.sh("monkey -p org.example.none -c android.intent.category.LAUNCHER 1").code == 252
    box.refused("monkey 500")


def test_cmd_reaches_the_services_that_are_there(box):
    assert box.out("cmd settings get global wifi_on") == "1\n"
    assert box.refused("cmd frob x").code == 20
