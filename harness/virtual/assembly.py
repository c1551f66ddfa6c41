"""One virtual phone, put together from its state folder, its firmware and where it stands."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Mapping
from pathlib import Path
from typing import Any

from cryptography import x509

from harness.virtual.clock import PhoneClock
from harness.virtual.counters import ByteCounters
from harness.virtual.debugging import Debugging
from harness.virtual.device import Device
from harness.virtual.facade import LOCAL, TRUST_STORE, DevicePhone
from harness.virtual.files import FileSystem
from harness.virtual.firmware import Firmware
from harness.virtual.identifiers import derive
from harness.virtual.inventory import Identifiers
from harness.virtual.logbuffer import LogBuffer
from harness.virtual.media import MediaStore
from harness.virtual.net.uplink import Uplink
from harness.virtual.packages import PackageTable
from harness.virtual.phone import Phone
from harness.virtual.processes import Processes
from harness.virtual.properties import SystemProperties
from harness.virtual.settings import SettingsTable
from harness.virtual.sockets import SocketTable
from harness.virtual.state import StateFolder, replace_file
from harness.virtual.windows import Windows


def assemble(
    state_dir: Path,
    firmware: Firmware,
    *,
    address: str = "127.0.1.1",
    time_scale: float = 240,
    cloud_ca: Path | None = None,
    authorised: Iterable[str] = (),
) -> Device:
    """A phone on that state folder; its apps are set afterwards (`device.windows.set_apps`).

    `authorised` are public keys of computers that may debug it without a question.
    """
    state = StateFolder(state_dir)
    identifiers = derive(state.seed(), state.document("identifiers"))
    clock = PhoneClock(state.document("clock"), time_scale)
    log = LogBuffer(clock)
    processes = Processes(log)
    files = FileSystem(state)
    own = {
        "secure": {
            "android_id": identifiers.shell_android_id,
            "bluetooth_address": identifiers.bluetooth_mac,
            "bluetooth_name": firmware.properties.get("ro.product.model", ""),
        },
        "global": {"ad_aaid": identifiers.aaid},
    }
    defaults = {
        space: {**own.get(space, {}), **firmware.settings.get(space, {})}
        for space in ("system", "secure", "global")
    }
    if cloud_ca is not None:
        _trust(state, files, cloud_ca)
    return Device(
        state=state,
        firmware=firmware,
        address=address,
        clock=clock,
        settings=SettingsTable(state.document("settings"), defaults),
        properties=SystemProperties(
            state.document("properties"), _properties(firmware, identifiers, time_scale)
        ),
        packages=PackageTable(state.document("packages"), firmware, state.files),
        counters=ByteCounters(state.root / "counters.bin"),
        sockets=SocketTable(),
        identifiers=identifiers,
        files=files,
        log=log,
        processes=processes,
        windows=Windows(firmware.width, firmware.height, processes),
        debugging=Debugging(files, authorised),
        media=MediaStore(state.document("media"), files),
    )


def make_phone(
    device: Device,
    *,
    zone: Mapping[str, Any],
    behaviour_dirs: tuple[Path, ...] = (),
    ambient: bool = True,
    uplink: Uplink = LOCAL,
) -> Phone:
    """The facade that this phone's apps get."""
    device.phone = DevicePhone(
        device, zone=zone, behaviour_dirs=behaviour_dirs, ambient=ambient, uplink=uplink
    )
    return device.phone


def subject_hash_old(certificate: x509.Certificate) -> str:
    """The name under which Android's trust store keeps a CA: OpenSSL's X509_NAME_hash_old."""
    digest = hashlib.md5(certificate.subject.public_bytes()).digest()
    return f"{int.from_bytes(digest[:4], 'little'):08x}"


def _trust(state: StateFolder, files: FileSystem, cloud_ca: Path) -> None:
    """Puts the stand-in for the public CAs into the trust store, in the place of that of an earlier cloud."""
    pem = cloud_ca.read_bytes()
    name = f"{subject_hash_old(x509.load_pem_x509_certificate(pem))}.0"
    record = state.document("cloud-ca")
    old = record.data.get("file")
    if old and old != name:
        files.host(f"{TRUST_STORE}/{old}").unlink(missing_ok=True)
    replace_file(files.host(f"{TRUST_STORE}/{name}"), pem)
    record.data = {"file": name}
    record.save()


def _properties(firmware: Firmware, identifiers: Identifiers, time_scale: float) -> dict[str, str]:
    """The firmware's properties, this handset's own, and those that say that it is virtual."""
    return {
        **firmware.properties,
        "ro.serialno": identifiers.serial,
        "ro.boot.serialno": identifiers.serial,
        "ro.boot.wifimacaddr": identifiers.wifi_mac,
        "ro.claims.virtual": "1",
        "ro.claims.virtual.firmware": firmware.name,
        "ro.claims.virtual.time_scale": f"{time_scale:g}",
    }
