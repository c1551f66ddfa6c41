"""Which apps under test may be relays of one another: their sessions must not overlap (method §4, §6)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from harness.judge.scope import scope_of
from harness.model.handset import InstalledPackage
from harness.model.recording import Package


def relays_of(
    apps: Mapping[str, str], packages: Iterable[InstalledPackage], vendor: tuple[str, ...]
) -> dict[str, frozenset[str]]:
    """For each app under test the others whose traffic is in its scope, by the judge's own rule.

    `apps` are names with their packages, `vendor` beginnings of the vendor's package names.  An app that is
    not installed is in no scope.
    """
    installed = tuple(Package(item.name, item.uid, item.version, item.signer) for item in packages)
    uids = {package.name: package.uid for package in installed}
    scopes = {name: scope_of(package, installed, vendor) for name, package in apps.items()}
    return {
        name: frozenset(
            other
            for other, package in apps.items()
            if other != name and package in uids and scope.covers(uids[package])
        )
        for name, scope in scopes.items()
    }
