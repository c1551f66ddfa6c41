from __future__ import annotations

import pytest

from harness.virtual import firmware
from harness.virtual.apps.discovery import packages
from harness.virtual.packages import FIRST_FREE_UID, PackageTable, stand_in_apk
from harness.virtual.state import Document

MINT = "com.mi.globalbrowser.mini"


@pytest.fixture
def table(tmp_path):
    def make():
        return PackageTable(
            Document(tmp_path / "p.json"),
            firmware.load("as-updated-2020-05", installed=packages()),
            tmp_path / "files",
        )

    return make


def test_suspension_and_grants_survive(table):
    table().suspend(MINT, on=True)
    table().grant(MINT, "android.permission.CAMERA", on=True)
    table().enable(MINT, on=False)
    again = table()

    assert again.is_suspended(MINT)
    assert not again.is_enabled(MINT)
    assert again.granted(MINT) == ["android.permission.CAMERA"]


def test_an_installed_app_gets_a_uid_of_its_own_and_keeps_it(table):
    first = table().install("org.example.one", "1", 1, "/data/app/one/base.apk")
    second = table().install("org.example.two", "1", 1, "/data/app/two/base.apk")
    updated = table().install("org.example.one", "2", 2, "/data/app/one/base.apk")

    assert (first.uid, second.uid, updated.uid) == (FIRST_FREE_UID, FIRST_FREE_UID + 1, FIRST_FREE_UID)
    assert table().get("org.example.one").version == "2"


def test_uninstalling_removes_it_for_good(table):
    table().uninstall(MINT)

    assert table().get(MINT) is None
    with pytest.raises(KeyError):
        table().uninstall(MINT)


def test_what_is_not_installed_cannot_be_suspended(table):
    with pytest.raises(KeyError):
        table().suspend("org.example.none", on=True)


def test_every_apk_is_a_file_with_bytes_that_follow_from_the_version(table, tmp_path):
    packages = table()
    package = packages.get(MINT)

    assert (tmp_path / "files" / package.path[1:]).read_bytes() == stand_in_apk(package)
    assert packages.signature(package) == packages.signature(packages.get("com.mi.globalbrowser"))
    assert packages.signature(package) != packages.signature(packages.get("android"))
