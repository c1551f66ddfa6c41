from __future__ import annotations

import pytest


def test_files_are_made_listed_copied_and_removed(box):
    box.out("echo hello > /sdcard/Music/a && cp /sdcard/Music/a /sdcard/Music/b")

    assert box.out("ls /sdcard/Music") == "a\nb\n"
    assert box.out("cat /sdcard/Music/b") == "hello\n"
    box.out("rm -r /sdcard/Music; rm -f /sdcard/none; touch /sdcard/t")
    assert box.out("ls /sdcard/t") == "/sdcard/t\n"
    assert "Music" not in box.out("ls /sdcard")


def test_a_long_listing_tells_mode_and_size(box):
    box.out("echo hello > /data/local/tmp/x; chmod 600 /data/local/tmp/x")

    assert box.out("ls -l /data/local/tmp/x").startswith("-rw------- 1 shell shell       6 ")


@pytest.mark.parametrize(
    "line",
    [
        "cat /none",
        "ls /none",
        "rm /none",
        "rm",
        "cat /data/data",
        "cp /none /sdcard/x",
        "cp /a",
        "touch /system/x",
        "chmod 644 /none",
        "chmod x /sdcard",
        "rm /sdcard/Download",
    ],
)
def test_what_cannot_be_done_is_refused(box, line):
    box.refused(line)


def test_the_trust_store_is_written_by_root_after_a_remount(box):
    store = "/system/etc/security/cacerts"
    box.out("echo pem > /data/local/tmp/c")
    box.refused(f"su -c 'cp /data/local/tmp/c {store}/0000.0'")
    box.out(
        f"su -c 'mount -o rw,remount /system && cp /data/local/tmp/c {store}/0000.0 && "
        f"chmod 644 {store}/0000.0'"
    )

    assert (box.phone.trust_store_dir / "0000.0").read_text() == "pem\n"
