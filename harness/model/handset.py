"""A phone as a run describes it: what stands on the bench, its firmware, its packages and their files."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum


class HandsetKind(StrEnum):
    """What stands on the bench (law 4)."""

    HANDSET = "HANDSET"
    EMULATOR = "EMULATOR"
    SIMULATED = "SIMULATED"


@dataclass(frozen=True, slots=True)
class Firmware:
    """What identifies the software under test.  Empty text = the phone does not say.

    `miui` is the MIUI version ("V11.0.11.0.PCOMIXM"), empty on HyperOS; `hyperos` the HyperOS version
    ("OS2.0.8.0.UKOMIXM"), empty on MIUI.  `international` is None where no property tells.
    """

    fingerprint: str
    brand: str
    model: str
    device: str
    android: str
    sdk: int
    patch: str
    incremental: str
    miui: str
    hyperos: str
    region: str
    build_region: str
    language: str
    international: bool | None


@dataclass(frozen=True, slots=True)
class InstalledPackage:
    """One installed package.  `signer` is the short digest of its certificate that the phone prints.

    `shared_user` is the name of the uid that it shares, empty where it has one of its own.
    """

    name: str
    uid: int
    version: str
    version_code: int
    signer: str
    system: bool
    shared_user: str


@dataclass(frozen=True, slots=True)
class ApkDigest:
    """One APK file (base or split) of a package and its SHA-256."""

    path: str
    sha256: str
