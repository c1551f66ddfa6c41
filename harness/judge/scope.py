"""Whose traffic counts for a proposition about an app: the app and its relays (method §6)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from harness.model.recording import Package

PLATFORM = "android"
FIRST_APP_UID = 10_000
"""uids below belong to the system (Android `Process.FIRST_APPLICATION_UID`)."""


@dataclass(frozen=True, slots=True)
class Scope:
    """The uids in scope and why; `uids` holds the app's own uid as well as its relays'."""

    app: str
    app_uid: int | None
    uids: frozenset[int]
    foreign: frozenset[int] = frozenset()
    """uids whose packages are known and no relays."""

    def covers(self, uid: int | None) -> bool:
        """Whether traffic of that uid is in scope; what cannot be attributed is.

        A uid of the system itself that no package has is part of the platform.
        """
        if uid is None or uid in self.uids:
            return True
        return uid < FIRST_APP_UID and uid not in self.foreign


def scope_of(app: str, packages: Iterable[Package], vendor: tuple[str, ...]) -> Scope:
    """The app's uid and every relay's: platform- or vendor-signed packages and those sharing its uid.

    `vendor` are beginnings of the vendor's package names: such a name brings a signer into scope, never out.

    Relays are computed from signatures, not listed; being preinstalled alone makes no relay.  A package
    without a readable signer is in scope, since nothing shows that it is not the vendor's.
    """
    installed = tuple(packages)
    signers = {
        package.signer
        for package in installed
        if package.signer and (package.name in (PLATFORM, app) or package.name.startswith(vendor))
    }
    app_uid = next((package.uid for package in installed if package.name == app), None)
    uids = {
        package.uid
        for package in installed
        if package.signer in signers or not package.signer or package.uid == app_uid
    }
    return Scope(app, app_uid, frozenset(uids), frozenset({package.uid for package in installed} - uids))
