import pytest

from harness.device.packages import read_digests, read_package, read_packages, read_uids
from harness.model.errors import SetupError

LIST = "package:com.mi.globalbrowser uid:10100\npackage:com.miui.analytics uid:1000\n"
BLOCKS = """Packages:
  Package [com.mi.globalbrowser] (1a2b3c):
    userId=10100
    pkg=Package{aa com.mi.globalbrowser}
    versionCode=20050401 minSdk=21 targetSdk=28
    versionName=12.1.4-g
    signatures=PackageSignatures{9f2 version:2, signatures:[beef01], past signatures:[]}
    pkgFlags=[ HAS_CODE ALLOW_CLEAR_USER_DATA ]
  Package [com.miui.analytics] (4d5e6f):
    userId=1000
    sharedUser=SharedUserSetting{77 android.uid.system/1000}
    versionCode=3 minSdk=21 targetSdk=28
    versionName=3.0
    signatures=PackageSignatures{9f2 [cafe02, beef01]}
    flags=[ SYSTEM HAS_CODE ]

Hidden system packages:
  Package [com.mi.globalbrowser] (1a2b3c):
    versionCode=1 minSdk=21
"""
PHONE = {"pm list packages -U": LIST, "dumpsys package packages": BLOCKS}


def test_every_package_has_uid_version_and_signer(told):
    browser, analytics = read_packages(told(PHONE))
    assert (browser.name, browser.uid, browser.version, browser.version_code) == (
        "com.mi.globalbrowser",
        10100,
        "12.1.4-g",
        20050401,
    )
    assert (browser.signer, browser.system, browser.shared_user) == ("beef01", False, "")
    assert (analytics.signer, analytics.system, analytics.shared_user) == (
        "beef01,cafe02",
        True,
        "android.uid.system",
    )


def test_a_phone_that_dumps_no_list_is_asked_one_by_one(told):
    one_by_one = {
        f"dumpsys package {name}": BLOCKS for name in ("com.mi.globalbrowser", "com.miui.analytics")
    }
    found = read_packages(told({"pm list packages -U": LIST, **one_by_one}))
    assert [item.version for item in found] == ["12.1.4-g", "3.0"]


@pytest.mark.parametrize(
    "said",
    ["", "\n", ("", "CANNOT LINK EXECUTABLE", 134), "package:com.x\n", "package:com.x uid:?\n", "WARNING\n"],
)
def test_no_packages_is_a_failure_and_not_an_empty_phone(told, said):
    with pytest.raises(SetupError):
        read_uids(told({"pm list packages -U": said}))


def test_a_package_that_is_missing_or_unreadable_is_an_error(told):
    with pytest.raises(SetupError, match="not installed"):
        read_package(told(PHONE), "com.x")
    with pytest.raises(SetupError, match="version and signer"):
        read_package(
            told({**PHONE, "dumpsys package com.miui.analytics": "Unable to find\n"}), "com.miui.analytics"
        )


def test_every_apk_has_its_digest(told):
    paths = "package:/data/app/x/base.apk\npackage:/data/app/x/split.apk\n"
    sums = f"{'a' * 64}  /data/app/x/base.apk\n{'b' * 64}  /data/app/x/split.apk\n"
    command = "sha256sum /data/app/x/base.apk /data/app/x/split.apk"
    assert [
        item.sha256[0] for item in read_digests(told({"pm path com.x": paths, command: sums}), "com.x")
    ] == ["a", "b"]
    with pytest.raises(SetupError, match="digests of 2"):
        read_digests(told({"pm path com.x": paths, command: sums.splitlines()[0] + "\n"}), "com.x")
    with pytest.raises(SetupError):
        read_digests(told({"pm path com.x": ""}), "com.x")
