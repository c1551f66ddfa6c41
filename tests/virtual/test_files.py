from __future__ import annotations

import errno

import pytest

from harness.virtual.files import ROOT_UID, SHELL_UID, FileSystem
from harness.virtual.state import StateFolder


@pytest.fixture
def files(tmp_path):
    return FileSystem(StateFolder(tmp_path / "phone"))


@pytest.mark.parametrize(
    ("given", "meant"),
    [
        ("/sdcard/a", "/storage/emulated/0/a"),
        ("/sdcard/../../../etc/passwd", "/etc/passwd"),
        ("//data//user/0/x", "/data/data/x"),
        ("a/./b", "/data/local/tmp/a/b"),
    ],
)
def test_paths_are_resolved_on_the_phone_and_never_leave_it(files, tmp_path, given, meant):
    path = files.resolve(given, "/data/local/tmp")

    assert path == meant
    assert files.host(path).is_relative_to(tmp_path / "phone" / "files")


def test_the_shell_writes_where_a_phone_lets_it(files):
    files.write("/data/local/tmp/a", b"x", SHELL_UID)
    files.write("/storage/emulated/0/b", b"x", SHELL_UID)
    files.write("/data/local/tmp/a", b"y", SHELL_UID, append=True)

    assert files.read("/data/local/tmp/a", SHELL_UID) == b"xy"
    for path, code in (("/system/x", errno.EROFS), ("/data/x", errno.EACCES), ("/proc/x", errno.EACCES)):
        with pytest.raises(OSError, match=r".") as refused:
            files.write(path, b"", SHELL_UID)
        assert refused.value.errno == code


def test_private_data_is_for_root(files):
    files.write("/data/data/secret", b"x", ROOT_UID)

    with pytest.raises(PermissionError):
        files.read("/data/data/secret", SHELL_UID)
    with pytest.raises(PermissionError):
        files.stat("/data/data/secret", SHELL_UID)
    with pytest.raises(PermissionError):
        files.list("/data", SHELL_UID)
    assert files.read("/data/data/secret", ROOT_UID) == b"x"


def test_even_root_needs_a_remount_for_the_system(files):
    with pytest.raises(OSError, match="Read-only"):
        files.write("/system/etc/x", b"", ROOT_UID)
    files.system_writable = True
    files.write("/system/etc/x", b"", ROOT_UID)

    assert files.exists("/system/etc/x")


def test_a_large_file_is_stored_once_for_all_handsets(tmp_path):
    inodes = set()
    for name in "ab":
        files = FileSystem(StateFolder(tmp_path / name))
        received = tmp_path / f"{name}.part"
        received.write_bytes(b"jar" * 500_000)
        files.adopt(received, "/data/local/tmp/u2.jar", 0o644, 1_600_000_000, SHELL_UID)
        inodes.add(files.host("/data/local/tmp/u2.jar").stat().st_ino)

    assert len(inodes) == 1
    files.write("/data/local/tmp/u2.jar", b"!", SHELL_UID, append=True)
    other = FileSystem(StateFolder(tmp_path / "a"))
    assert other.stat("/data/local/tmp/u2.jar", SHELL_UID).size == 1_500_000


def test_a_generated_file_is_read_anew_and_only_a_switch_can_be_written(files):
    values = [b"1"]
    files.generate("/proc/x", lambda: values[-1])
    files.generate("/proc/sys/y", lambda: values[-1], values.append)

    assert files.list("/proc", SHELL_UID) == ["sys", "x"]
    with pytest.raises(PermissionError):
        files.write("/proc/x", b"2", ROOT_UID)
    with pytest.raises(PermissionError):
        files.write("/proc/sys/y", b"2", SHELL_UID)
    files.write("/proc/sys/y", b"2", ROOT_UID)
    assert files.read("/proc/x", SHELL_UID) == b"2"


def test_removing_is_told_as_a_kernel_tells_it(files):
    files.host("/storage/emulated/0/a").mkdir()
    files.write("/storage/emulated/0/a/b", b"1", SHELL_UID)

    with pytest.raises(IsADirectoryError):
        files.remove("/storage/emulated/0/a", SHELL_UID)
    with pytest.raises(FileNotFoundError):
        files.remove("/storage/emulated/0/none", SHELL_UID)
    files.chmod("/storage/emulated/0/a/b", 0o000, SHELL_UID)
    assert files.read("/storage/emulated/0/a/b", SHELL_UID) == b"1"
    files.remove("/storage/emulated/0/a", SHELL_UID, recursive=True)
    assert not files.exists("/storage/emulated/0/a")
