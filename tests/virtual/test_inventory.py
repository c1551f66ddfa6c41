from __future__ import annotations

import re

from harness.virtual.inventory import Identifiers, Package

IDS = Identifiers("s", "1", "2", "w", "b", "g", "o", "a", "x", b"seed")


def test_an_app_s_android_id_follows_from_seed_and_package():
    assert re.fullmatch(r"[0-9a-f]{16}", IDS.android_id("com.a"))
    assert IDS.android_id("com.a") == IDS.android_id("com.a") != IDS.android_id("com.b")


def test_a_package_has_its_uid_to_itself_unless_it_says_otherwise():
    assert Package("com.a", "1", 1, 10001, "vendor", system=True, path="/x").shared_user == ""
