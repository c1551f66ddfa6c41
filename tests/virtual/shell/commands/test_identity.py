from __future__ import annotations

import pytest


def test_the_shell_is_not_root_and_su_makes_it_so(box):
    assert box.out("id").startswith("uid=2000(shell) ")
    assert box.out("id -u; id -un") == "2000\nshell\n"
    for line in ("su -c id", "su 0 id", "su root id", "echo id | su", "su 0 sh -c id"):
        assert box.out(line).startswith("uid=0(root)")
    assert box.sh("su -c 'exit 5'").code == 5


def test_a_phone_that_is_not_rooted_has_no_su(other_box):
    assert other_box(rooted=False).sh("su -c id").code == 127


def test_only_root_remounts(box):
    assert "(ro," in box.out("mount")
    box.refused("mount -o rw,remount /system")
    box.out("su -c 'mount -o rw,remount /'")
    assert "(rw,seclabel,relatime)" in box.out("mount")
    box.out("su -c 'mount -o ro,remount /'")
    assert not box.device.files.system_writable


@pytest.mark.parametrize(
    "line", ["mount /x", "su -c 'mount -o rw,remount /vendor'", "su -c 'mount -o bind /a /b'"]
)
def test_other_mounts_are_refused(box, line):
    box.refused(line)
