from __future__ import annotations

import os

import adbutils
import pytest

CONTENT = os.urandom(300_001)


@pytest.fixture
def file(tmp_path):
    (tmp_path / "x.bin").write_bytes(CONTENT)
    os.utime(tmp_path / "x.bin", (1_583_971_200, 1_583_971_200))
    return tmp_path / "x.bin"


def test_a_pushed_file_is_pulled_with_the_same_bytes(device, adb, file, tmp_path):
    assert adb.adb("-s", device.serial, "push", file, "/sdcard/new/x.bin").returncode == 0
    assert adb.adb("-s", device.serial, "pull", "/sdcard/new/x.bin", tmp_path / "y.bin").returncode == 0

    assert (tmp_path / "y.bin").read_bytes() == CONTENT
    assert device.sync.stat("/sdcard/new/x.bin").mtime.timestamp() == 1_583_971_200


def test_the_first_version_of_the_protocol_does_the_same(device, file):
    device.sync.push(file, "/sdcard/v1.bin", check=True)

    assert device.sync.read_bytes("/sdcard/v1.bin") == CONTENT
    assert device.sync.stat("/sdcard/v1.bin").size == len(CONTENT)
    assert "v1.bin" in [row.path for row in device.sync.list("/sdcard")]


def test_a_folder_is_listed_and_pulled_whole(device, adb, tmp_path):
    device.sync.push(b"a\n", "/sdcard/tree/one")
    device.sync.push(b"b\n", "/sdcard/tree/inner/two")
    assert "one" in adb.adb("-s", device.serial, "ls", "/sdcard/tree").stdout
    adb.adb("-s", device.serial, "pull", "/sdcard/tree", tmp_path)

    assert (tmp_path / "tree" / "inner" / "two").read_text() == "b\n"


def test_what_is_absent_or_forbidden_is_told(device, adb, file, tmp_path):
    assert not device.sync.exists("/sdcard/none")
    with pytest.raises(adbutils.AdbError):
        device.sync.read_bytes("/sdcard/none")
    for target in ("/system/x", "/data/data/x", "/proc/x"):
        done = adb.adb("-s", device.serial, "push", file, target)
        assert done.returncode != 0
        assert "couldn't create file" in done.stderr + done.stdout or "Permission denied" in done.stderr
    assert adb.adb("-s", device.serial, "pull", "/data/system/x", tmp_path).returncode != 0
    assert device.shell("ls /data/local/tmp").find("x.bin") < 0
