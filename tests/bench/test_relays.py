"""Relays among the apps under test."""

from __future__ import annotations

from harness.bench.relays import relays_of
from harness.model.handset import InstalledPackage

APPS = {"first": "com.vendor.first", "second": "com.vendor.second", "foreign": "org.foreign"}


def installed(**signers: str) -> list[InstalledPackage]:
    found = [InstalledPackage("android", 1000, "9", 28, "platform", system=True, shared_user="")]
    for number, (name, signer) in enumerate(signers.items()):
        found.append(
            InstalledPackage(APPS[name], 10_100 + number, "1", 1, signer, system=False, shared_user="")
        )
    return found


def test_apps_of_one_signer_are_relays_of_one_another() -> None:
    found = relays_of(APPS, installed(first="a", second="a", foreign="b"), ("com.vendor",))

    assert found["first"] == {"second"}
    assert found["second"] == {"first"}
    assert found["foreign"] == {"first", "second"}, "the vendor's apps are in scope of every app under test"


def test_an_app_that_nobody_signed_readably_may_be_a_relay_of_any() -> None:
    assert (
        "foreign" in relays_of(APPS, installed(first="a", second="c", foreign=""), ("com.vendor",))["first"]
    )


def test_an_app_that_is_not_installed_is_no_relay() -> None:
    assert relays_of(APPS, installed(first="a"), ("com.vendor",))["first"] == frozenset()
