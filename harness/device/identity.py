"""Which phone this is: the software under test, and whether it is a phone at all (facts §4.5)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

from harness.device.properties import read_properties
from harness.device.shell import Shell
from harness.model.errors import SetupError
from harness.model.handset import Firmware, HandsetKind

VIRTUAL_MARK = "ro.claims.virtual."
EMULATOR_HARDWARE = frozenset({"ranchu", "goldfish", "vbox86", "cutf_cvm", "cutf"})


@dataclass(frozen=True, slots=True)
class Identity:
    """A phone: its serial number, what stands on the bench, its firmware, the marks of a virtual handset."""

    serial: str
    kind: HandsetKind
    firmware: Firmware
    virtual_marks: tuple[tuple[str, str], ...]


def read_identity(shell: Shell) -> Identity:
    """Who this phone is.  Raises SetupError where it does not say what is needed."""
    properties = read_properties(shell)
    return identify(properties, shell.serial)


def identify(properties: Mapping[str, str], serial: str) -> Identity:
    """The identity that the properties tell.  Raises SetupError for one without a fingerprint."""
    marks = tuple(sorted((k, v) for k, v in properties.items() if k.startswith(VIRTUAL_MARK)))
    return Identity(serial, _kind(properties, marks), firmware(properties), marks)


def _kind(properties: Mapping[str, str], marks: tuple[tuple[str, str], ...]) -> HandsetKind:
    if marks:
        return HandsetKind.SIMULATED
    if properties.get("ro.kernel.qemu") == "1" or properties.get("ro.boot.qemu") == "1":
        return HandsetKind.EMULATOR
    if {properties.get("ro.hardware"), properties.get("ro.boot.hardware")} & EMULATOR_HARDWARE:
        return HandsetKind.EMULATOR
    return HandsetKind.HANDSET


def firmware(properties: Mapping[str, str]) -> Firmware:
    """The firmware's facts.

    On HyperOS 1 `ro.build.version.incremental` still reads `V816...` while `ro.mi.os.version.incremental`
    reads `OS1...`; `ro.miui.ui.version.name` is `V816` for HyperOS 1 to 3 and tells nothing.
    """

    def said(*names: str) -> str:
        return next((properties[name].strip() for name in names if properties.get(name, "").strip()), "")

    fingerprint = said("ro.build.fingerprint", "ro.system.build.fingerprint", "ro.vendor.build.fingerprint")
    sdk = said("ro.build.version.sdk")
    if not fingerprint or not sdk.isdigit():
        raise SetupError(
            f"wanted a build fingerprint and SDK level, found {fingerprint!r} and {sdk!r}; is it booted?"
        )
    incremental = said("ro.build.version.incremental", "ro.system.build.version.incremental")
    hyperos = said("ro.mi.os.version.incremental")
    if not hyperos and incremental.startswith("OS"):
        hyperos = incremental
    is_miui = not hyperos and bool(said("ro.miui.ui.version.name"))
    mod_device = said("ro.product.mod_device")
    return Firmware(
        fingerprint=fingerprint,
        brand=said("ro.product.brand", "ro.product.system.brand"),
        model=said("ro.product.model", "ro.product.system.model"),
        device=said("ro.product.device", "ro.build.product"),
        android=said("ro.build.version.release"),
        sdk=int(sdk),
        patch=said("ro.build.version.security_patch"),
        incremental=incremental,
        miui=incremental if is_miui else "",
        hyperos=hyperos,
        region=said("ro.miui.region", "ro.vendor.miui.region", "ro.miui.customized.region"),
        build_region=said("ro.miui.build.region") or _region_letters(hyperos or incremental),
        language=said("persist.sys.locale", "ro.product.locale"),
        international=None if not mod_device else "_global" in mod_device,
    )


def _region_letters(version: str) -> str:
    """The region in a version's last part: `PCOMIXM` → `mi` (1 Android, 2-3 device, then region, `XM`)."""
    match = re.search(r"\.[A-Z]([A-Z]{2})([A-Z]{2})XM$", version)
    return match[2].lower() if match else ""
