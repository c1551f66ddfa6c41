"""What the phone has: its identifiers, its packages, its songs."""

from __future__ import annotations

import hashlib
from dataclasses import dataclass

Address = tuple[str, int]


@dataclass(frozen=True, slots=True)
class Identifiers:
    """The identifiers of one handset, derived from its state folder's seed; the gaid can be reset."""

    serial: str
    imei: str
    imei2: str
    wifi_mac: str
    bluetooth_mac: str
    gaid: str
    oaid: str
    aaid: str
    shell_android_id: str
    seed: bytes

    def android_id(self, package: str) -> str:
        """The SSAID that an app of that package reads: 16 hex digits, another one per app since Android 8."""
        return hashlib.sha256(self.seed + b"ssaid:" + package.encode()).hexdigest()[:16]


@dataclass(frozen=True, slots=True)
class Package:
    """An installed package as `pm` and `dumpsys package` tell it."""

    name: str
    version: str
    version_code: int
    uid: int
    signer: str  # platform, vendor, google, other
    system: bool
    path: str
    activities: tuple[str, ...] = ()
    shared_user: str = ""
    target_sdk: int = 28
    label: str = ""  # the name below its icon on the home screen; without one it has no icon


@dataclass(frozen=True, slots=True)
class Song:
    """A song of the media store: its title and its path on the phone."""

    title: str
    path: str
