from __future__ import annotations

import pytest


def test_files_are_made_listed_copied_moved_and_removed(box):
    box.out(
        "mkdir -p /sdcard/d/e && echo hello > /sdcard/d/a && cp /sdcard/d/a /sdcard/d/b && "
        "mv /sdcard/d/b /sdcard/d/e"
    )

    assert box.out("ls /sdcard/d") == "a\ne\n"
    assert box.out("cat /sdcard/d/e/b") == "hello\n"
    assert box.out("find /sdcard/d -type f") == "/sdcard/d/a\n/sdcard/d/e/b\n"
    assert box.out("find /sdcard/d -name b") == "/sdcard/d/e/b\n"
    box.out("rm -r /sdcard/d; rm -f /sdcard/none; touch /sdcard/t; rmdir=1")
    assert box.out("ls /sdcard/t") == "/sdcard/t\n"


def test_long_listing_and_stat_tell_mode_and_size(box):
    box.out("echo hello > /data/local/tmp/x; chmod 600 /data/local/tmp/x")

    assert box.out("ls -l /data/local/tmp/x").startswith("-rw------- 1 shell shell       6 ")
    assert (
        box.out("stat -c '%s %a %n %U %F' /data/local/tmp/x")
        == "6 600 /data/local/tmp/x shell regular file\n"
    )
    assert box.out("basename /a/b; dirname /a/b; readlink -f /sdcard/x") == "b\n/a\n/storage/emulated/0/x\n"


@pytest.mark.parametrize(
    "line",
    [
        "cat /none",
        "ls /none",
        "rm /none",
        "rm",
        "cat /data/data",
        "mkdir /system/x",
        "mkdir /sdcard",
        "cp /none /sdcard/x",
        "cp /a",
        "mv /none /sdcard/x",
        "touch /system/x",
        "chmod 644 /none",
        "chmod x /sdcard",
        "chown root /data/local/tmp",
        "stat /none",
        "find /none",
        "find / -frob x",
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
    assert box.out("df; sync").startswith("Filesystem")
