from __future__ import annotations

from pathlib import Path

import pytest

from harness.bench.config import AdbHandset, DeviceEntry, VirtualHandset
from harness.cli.checks import check, make
from harness.model.errors import SetupError

VIRTUAL = DeviceEntry(name="v", virtual=VirtualHandset(firmware="as-updated-2020-05"))
PHONE = DeviceEntry(
    name="p", adb=AdbHandset(serial="s", bench_address="192.0.2.1", canary_domain="example.org")
)


def test_what_can_be_run_passes(tmp_path: Path) -> None:
    check([VIRTUAL, PHONE], [tmp_path], ["-k", "search"])
    check([PHONE], [], ["test_claims.py::test_x"])


def test_behaviours_without_a_virtual_handset_would_be_passed_over(tmp_path: Path) -> None:
    with pytest.raises(SetupError, match="found only phones"):
        check([PHONE], [tmp_path], [])


@pytest.mark.parametrize("name", ["none", "file"])
def test_behaviours_are_a_folder(tmp_path: Path, name: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(SetupError, match=f"none at {tmp_path / name}"):
        check([VIRTUAL], [tmp_path / name], [])


def test_folders_are_made_or_named_with_their_option(tmp_path: Path) -> None:
    make((tmp_path / "a" / "b", "--reports"), (None, "--keep"))
    assert (tmp_path / "a" / "b").is_dir()

    (tmp_path / "file").write_text("")
    with pytest.raises(SetupError, match="another --keep"):
        make((tmp_path / "file" / "below", "--keep"))
