"""One virtual phone, put together from its state folder, its firmware and where it stands.

`Device` is the whole phone as the shell, adbd and the uiautomator server see it; `DevicePhone` is the
facade of it that apps get (`phone.Phone`).
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
import shutil
from collections.abc import Coroutine, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from cryptography import x509

from harness.virtual.clock import PhoneClock
from harness.virtual.counters import ByteCounters
from harness.virtual.files import FileSystem
from harness.virtual.firmware import Firmware
from harness.virtual.identifiers import derive
from harness.virtual.logbuffer import LogBuffer
from harness.virtual.packages import PackageTable
from harness.virtual.phone import (
    Address,
    Clock,
    Counters,
    Identifiers,
    Packages,
    Phone,
    Properties,
    Settings,
    Sockets,
)
from harness.virtual.processes import Processes
from harness.virtual.properties import SystemProperties
from harness.virtual.settings import SettingsTable
from harness.virtual.sockets import SocketTable
from harness.virtual.state import StateFolder, replace_file
from harness.virtual.windows import Windows

TRUST_STORE = "/system/etc/security/cacerts"
USER_TRUST_STORE = "/data/misc/user/0/cacerts-added"


@dataclass(slots=True)
class Device:
    """All parts of one handset."""

    state: StateFolder
    firmware: Firmware
    address: str
    clock: PhoneClock
    settings: SettingsTable
    properties: SystemProperties
    packages: PackageTable
    counters: ByteCounters
    sockets: SocketTable
    identifiers: Identifiers
    files: FileSystem
    log: LogBuffer
    processes: Processes
    windows: Windows
    ipv6: bool = True  # the kernel's switch; a restart forgets it
    phone: Phone | None = None  # the facade that its apps have; the shell sends through it

    async def stop_app(self, package: str) -> None:
        """`am force-stop`."""
        running = self.processes.pid(package)
        await self.processes.kill(package)
        app = self.windows.apps.get(package)
        if app is not None and running:
            await app.stop()
        await self.windows.left(package)

    async def clear_app(self, package: str) -> None:
        """`pm clear`."""
        await self.stop_app(package)
        store = self.data_dir(package)
        shutil.rmtree(store, ignore_errors=True)
        store.mkdir(parents=True, exist_ok=True)
        app = self.windows.apps.get(package)
        if app is not None:
            await app.clear()

    async def start_services(self) -> None:
        """Starts what runs from boot: the apps without activities, then the launcher."""
        for name in sorted(self.windows.apps):
            package = self.packages.get(name)
            if package is not None and not package.activities and self.packages.is_enabled(name):
                self.processes.start(name)
                await self.windows.apps[name].start(None, None)
        await self.windows.home()

    def data_dir(self, package: str) -> Path:
        """Where an app's data lies on this machine."""
        folder = self.files.host(f"/data/data/{package}")
        folder.mkdir(parents=True, exist_ok=True)
        return folder


class DevicePhone:
    """The facade for apps; satisfies `phone.Phone`."""

    def __init__(
        self,
        device: Device,
        *,
        zone: Mapping[str, Any],
        behaviour_dirs: tuple[Path, ...] = (),
        ambient: bool = True,
    ) -> None:
        self._device = device
        self.settings: Settings = device.settings
        self.props: Properties = device.properties
        self.clock: Clock = device.clock
        self.packages: Packages = device.packages
        self.counters: Counters = device.counters
        self.sockets: Sockets = device.sockets
        self.identifiers = device.identifiers
        self.address = device.address
        self.trust_store_dir = device.files.host(TRUST_STORE)
        self.user_trust_store_dir = device.files.host(USER_TRUST_STORE)
        self.state_dir = device.state.root
        self.firmware: Any = device.firmware
        self.behaviour_dirs: tuple[Path, ...] = behaviour_dirs
        self.ambient = ambient
        self.zone: Mapping[str, Any] = zone
        self._emissions = os.open(
            device.state.root / "emissions.jsonl", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600
        )

    @property
    def foreground(self) -> str:
        """The package in front."""
        return self._device.windows.front

    def store(self, package: str) -> Path:
        """The app's data folder."""
        return self._device.data_dir(package)

    def uid(self, package: str) -> int:
        """The package's uid. KeyError: not installed."""
        found = self._device.packages.get(package)
        if found is None:
            raise KeyError(package)
        return found.uid

    def pid(self, package: str) -> int:
        """The pid of its running process, 0 if it does not run."""
        return self._device.processes.pid(package)

    def is_suspended(self, package: str) -> bool:
        """Whether `pm suspend` or `disable-user` stands."""
        return self.packages.is_suspended(package) or not self.packages.is_enabled(package)

    def proxy(self) -> Address | None:
        """The global http_proxy setting, parsed."""
        host, _, port = (self.settings.get("global", "http_proxy") or "").rpartition(":")
        return (host, int(port)) if host and port.isdigit() and int(port) else None

    def online(self) -> bool:
        """Whether Wi-Fi is on."""
        return self.settings.get("global", "wifi_on") != "0"

    def emit(self, record: Mapping[str, Any]) -> None:
        """Appends one line to emissions.jsonl."""
        now = datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%S.%fZ")
        line = {"t": now, "phone_ms": self.clock.now_ms(), **record}
        os.write(self._emissions, (json.dumps(line, ensure_ascii=False) + "\n").encode())

    def log(self, tag: str, pid: int, text: str, level: str = "I") -> None:
        """One line of logcat."""
        self._device.log.write(tag, pid, text, level)

    async def open_app(self, package: str, activity: str | None = None, url: str | None = None) -> None:
        """Brings an app to the front."""
        await self._device.windows.open(package, activity, url)

    async def go_home(self) -> None:
        """Brings the launcher to the front."""
        await self._device.windows.home()

    def task(self, work: Coroutine[Any, Any, None], package: str = "") -> asyncio.Task[None]:
        """Runs it with a strong reference."""
        return self._device.processes.task(work, package)


def assemble(
    state_dir: Path,
    firmware: Firmware,
    *,
    address: str = "127.0.1.1",
    time_scale: float = 60,
    cloud_ca: Path | None = None,
) -> Device:
    """A phone on that state folder; its apps are set afterwards (`device.windows.set_apps`)."""
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
    )


def make_phone(
    device: Device, *, zone: Mapping[str, Any], behaviour_dirs: tuple[Path, ...] = (), ambient: bool = True
) -> Phone:
    """The facade that this phone's apps get."""
    device.phone = DevicePhone(device, zone=zone, behaviour_dirs=behaviour_dirs, ambient=ambient)
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
