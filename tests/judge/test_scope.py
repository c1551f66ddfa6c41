from __future__ import annotations

from harness.judge.scope import scope_of
from harness.model.recording import Package


def scope(*packages: tuple[str, int, str], app: str = "com.mi.app"):
    installed = [Package(name, uid, "1", signer) for name, uid, signer in packages]
    return scope_of(app, installed, ("com.miui.", "com.mi."))


def test_relays_are_who_signed_like_the_platform_or_the_vendor():
    found = scope(
        ("android", 1000, "P"),
        ("com.mi.app", 10001, "V"),
        ("com.miui.other", 10002, "W"),
        ("org.signed.alike", 10003, "W"),
        ("com.google.preinstalled", 10004, "G"),
        ("com.platform.part", 10005, "P"),
    )
    assert found.app_uid == 10001
    assert found.uids == {1000, 10001, 10002, 10003, 10005}


def test_who_shares_the_apps_uid_is_a_relay_whoever_signed():
    assert scope(("com.mi.app", 10001, "V"), ("x.y", 10001, "G"), ("x.z", 10002, "G")).uids == {10001}


def test_a_package_without_a_readable_signer_is_in_scope():
    assert 10009 in scope(("com.mi.app", 10001, "V"), ("x.y", 10009, "")).uids


def test_what_nobody_is_known_of_is_in_scope():
    found = scope(("com.mi.app", 10001, "V"), ("x.y", 10002, "G"))
    assert found.covers(None)
    assert found.covers(10001)
    assert not found.covers(10002)


def test_a_part_of_the_system_without_a_package_is_in_scope():
    """uid 0 and the daemons' are the platform's own, and no package says whose they are."""
    found = scope(("com.mi.app", 10001, "V"), ("com.google.stack", 1073, "G"))
    assert found.covers(0)
    assert found.covers(1051)
    assert not found.covers(1073)
    assert not found.covers(99_000)
