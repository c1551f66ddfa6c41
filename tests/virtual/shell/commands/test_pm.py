from __future__ import annotations

import re

import pytest

MINT = "com.mi.globalbrowser.mini"


def test_packages_are_listed_with_what_is_asked(box):
    everything = box.out("pm list packages")

    assert "package:com.mi.globalbrowser\n" in everything
    assert box.out("pm list packages -3") == f"package:{MINT}\n"
    assert f"package:{MINT}" not in box.out("pm list packages -s").splitlines()
    assert box.out(f"pm list packages -U {MINT}") == f"package:{MINT} uid:10187\n"
    assert box.out(f"pm list packages -f {MINT}").startswith("package:/data/app/")
    assert box.out("cmd package list packages") == everything
    assert box.out("pm list packages ''") == everything
    box.refused("pm list packages -z")
    box.refused("pm list frobs")


def test_the_path_is_that_of_a_file_with_a_digest(box):
    path = box.out(f"pm path {MINT}").strip().removeprefix("package:")

    assert re.fullmatch(r"[0-9a-f]{64}  \S+\n", box.out(f"sha256sum {path}"))
    assert box.sh("pm path org.example.none").code == 1


def test_clearing_empties_the_app_s_data(box):
    (box.phone.store(MINT) / "note.txt").write_text("x")

    assert box.out(f"pm clear {MINT}") == "Success\n"
    assert list(box.phone.store(MINT).iterdir()) == []
    assert box.sh("pm clear org.example.none").code == 1


def test_a_suspended_package_says_so_and_its_process_ends(box):
    relay = "com.miui.analytics"
    assert box.device.processes.pid(relay)
    assert box.out(f"pm suspend --user 0 {relay}") == f"Package {relay} new suspended state: true\n"
    assert box.phone.is_suspended(relay)
    assert box.device.processes.pid(relay) == 0
    assert "suspended=true" in box.out(f"dumpsys package {relay}")
    box.out(f"pm unsuspend {relay}")
    assert box.device.processes.pid(relay)
    assert not box.phone.is_suspended(relay)
    box.refused("pm suspend org.example.none")


def test_a_disabled_package_is_listed_as_disabled(box):
    assert box.out(f"pm disable-user --user 0 {MINT}") == f"Package {MINT} new state: disabled-user\n"
    assert box.out("pm list packages -d") == f"package:{MINT}\n"
    assert "does not exist" in box.refused(f"am start -n {MINT}/com.android.browser.BrowserActivity").err
    assert box.out(f"pm enable {MINT}") == f"Package {MINT} new state: enabled\n"
    box.refused(f"pm disable {MINT}")


def test_permissions_are_granted_and_revoked(box):
    box.out(f"pm grant {MINT} android.permission.CAMERA")
    assert "android.permission.CAMERA: granted=true" in box.out(f"dumpsys package {MINT}")
    box.out(f"pm revoke {MINT} android.permission.CAMERA")
    assert "CAMERA" not in box.out(f"dumpsys package {MINT}")


def test_an_app_is_uninstalled(box):
    assert box.out(f"pm uninstall {MINT}") == "Success\n"
    assert MINT not in box.out("pm list packages").split("package:")
    assert box.sh(f"pm uninstall {MINT}").code == 1


@pytest.mark.parametrize("line", ["pm", "pm frob", "pm install /sdcard/none.apk", "pm install", "pm grant x"])
def test_what_it_was_not_taught_is_refused(box, line):
    box.refused(line)


def test_a_file_that_is_no_apk_is_not_installed(box):
    box.out("echo nonsense > /data/local/tmp/x.apk")

    assert "INSTALL_PARSE_FAILED_NOT_APK" in box.refused("pm install -r -t /data/local/tmp/x.apk").err
