from __future__ import annotations

import re


def test_a_package_s_dump_has_what_clients_parse(box):
    said = box.out("dumpsys package com.mi.globalbrowser")

    assert re.search(r"versionCode=\d+ ", said)
    assert re.search(r"versionName=12\.1\.4", said)
    assert re.search(r"signatures=PackageSignatures\{[0-9a-f]+ version:2, signatures:\[[0-9a-f]{8}\]", said)
    assert re.search(r"pkgFlags=\[ SYSTEM ", said)
    assert re.search(r"firstInstallTime=\d{4}-\d\d-\d\d \d\d:\d\d:\d\d", said)
    assert re.search(r"^    User 0: .*suspended=false .*enabled=0", said, re.MULTILINE)
    assert "SharedUserSetting" not in said
    assert "android.uid.system/1000" in box.out("dumpsys package com.android.settings")


def test_all_packages_come_in_one_dump_and_none_for_an_unknown_one(box):
    assert box.out("dumpsys package packages").count("  Package [") == len(box.device.packages.all())
    assert "Unable to find package" in box.out("dumpsys package org.example.none")
    assert "Accounts: 0" in box.out("dumpsys account")
