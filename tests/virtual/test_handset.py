from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

import pytest

sys.path.insert(0, str(Path(__file__).parent))
from bench import ROOT, Bench, Handset, certificate

sys.path.pop(0)


@pytest.fixture
def bench(tmp_path):
    made = Bench(tmp_path / "home")
    yield made
    made.close()


def test_what_was_changed_survives_a_kill_and_the_adb_server_finds_the_phone_again(bench, tmp_path):
    first = Handset(tmp_path / "phone", address="127.0.1.62")
    device = bench.connect(first)
    device.shell("settings put global http_proxy 127.0.0.1:8080; settings put global x 'a b'")
    device.shell("echo journal > /data/local/tmp/journal; pm suspend com.miui.analytics; setprop persist.y 1")
    device.shell("su -c 'mount -o rw,remount / && echo pem > /system/etc/security/cacerts/12345678.0'")
    serial, before = device.shell("getprop ro.serialno"), int(device.shell("date +%s"))
    first.kill()
    second = Handset(tmp_path / "phone", address="127.0.1.62", port=first.port)
    try:
        for _ in range(100):
            if "device" in bench.adb("-s", second.address, "get-state").stdout:
                break
            time.sleep(0.05)
        assert device.shell("settings get global http_proxy; settings get global x") == "127.0.0.1:8080\na b"
        assert (
            device.shell("cat /data/local/tmp/journal /system/etc/security/cacerts/12345678.0")
            == "journal\npem"
        )
        assert device.shell("getprop ro.serialno; getprop persist.y") == f"{serial}\n1"
        assert "suspended=true" in device.shell("dumpsys package com.miui.analytics")
        assert int(device.shell("date +%s")) >= before
    finally:
        code = second.close()
    assert code == 0


@pytest.mark.parametrize(
    ("change", "said"),
    [
        ({"--firmware": "no-such"}, "no-such"),
        ({"--zone": "/no/zone.json"}, "zone.json"),
        ({"--time-scale": "0"}, "scale"),
        ({"--apps": "/no/apps"}, "/no/apps"),
        ({"--behaviours": "/no/behaviours"}, "/no/behaviours"),
        ({"--firmwares": "/no/firmwares"}, "/no/firmwares"),
    ],
)
def test_what_cannot_start_says_why_in_one_line_and_exits_three(tmp_path, change, said):
    (tmp_path / "ca.pem").write_bytes(certificate())
    (tmp_path / "zone.json").write_text("{}")
    options = {
        "--state": str(tmp_path / "s"),
        "--firmware": "as-updated-2020-05",
        "--zone": str(tmp_path / "zone.json"),
        "--cloud-ca": str(tmp_path / "ca.pem"),
        "--address": "127.0.1.63",
        **change,
    }
    done = subprocess.run(
        [
            sys.executable,
            "-m",
            "harness.virtual.handset",
            *[word for pair in options.items() for word in pair],
        ],
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=20,
        check=False,
    )

    assert (done.returncode, done.stdout) == (3, "")
    assert done.stderr.count("\n") == 1
    assert said in done.stderr


def test_it_ends_on_sigterm_as_on_the_end_of_stdin(tmp_path):
    for end in ("terminate", "close"):
        handset = Handset(tmp_path / end, address="127.0.1.64")
        if end == "terminate":
            handset.process.terminate()
            assert handset.process.wait(10) == 0
        else:
            assert handset.close() == 0


OWN_APP = """
from harness.virtual.application import Application, InstalledApp
from harness.virtual.inventory import Package

APPS = (
    InstalledApp(
        Package("a.own", "3", 3, 10990, "other", False, "/data/app/a.own/base.apk", (".Main",), label="Own"),
        lambda phone, network, reporter: Application(),
        triggers=frozenset({"sneeze"}),
        facts=frozenset({"loudness"}),
    ),
)
"""
OWN_BEHAVIOUR = """
[behaviour]
extends = "streams/sensors"
apps = ["a.own"]

[[behaviour.events]]
trigger = "sneeze"
name = "sneeze"
body.properties.loudness = "{loudness}"
"""


def test_folders_of_ones_own_add_an_app_its_behaviour_and_a_firmware(bench, tmp_path):
    (tmp_path / "own.py").write_text(OWN_APP)
    (tmp_path / "own-as-reported.toml").write_text(OWN_BEHAVIOUR)
    (tmp_path / "firmwares").mkdir()
    mine = 'extends = "as-reported-2020-04"\nname = "mine"\ntitle = "t"\n'
    (tmp_path / "firmwares" / "mine.toml").write_text(mine)
    more = ("--apps", tmp_path, "--behaviours", tmp_path, "--firmwares", tmp_path / "firmwares")
    handset = Handset(tmp_path / "phone", address="127.0.1.68", more=(*map(str, more), "--firmware", "mine"))
    try:
        device = bench.connect(handset)
        assert "versionName=3" in device.shell("dumpsys package a.own")
        assert device.shell("getprop ro.claims.virtual.firmware") == "mine"
        assert handset.tap("Own") == {"tapped": "Own"}
        assert "a.own/" in device.shell("dumpsys window windows")
    finally:
        handset.close()
