"""The whole phone as its shell, adbd and the uiautomator server see it."""

from __future__ import annotations

import asyncio
import contextlib
import shutil
from dataclasses import dataclass
from pathlib import Path

from harness.virtual.clock import PhoneClock
from harness.virtual.counters import ByteCounters
from harness.virtual.debugging import Debugging, decode
from harness.virtual.files import FileSystem
from harness.virtual.firmware import Firmware
from harness.virtual.inventory import Identifiers
from harness.virtual.logbuffer import LogBuffer
from harness.virtual.media import MediaStore
from harness.virtual.packages import PackageTable
from harness.virtual.phone import Phone
from harness.virtual.processes import Processes
from harness.virtual.properties import SystemProperties
from harness.virtual.settings import SettingsTable
from harness.virtual.sockets import SocketTable
from harness.virtual.state import StateFolder
from harness.virtual.windows import LAUNCHER, Windows

DIALOG_PACKAGE, DIALOG_ACTIVITY = "com.android.systemui", ".usb.UsbDebuggingActivity"


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
    debugging: Debugging
    media: MediaStore
    ipv6: bool = True  # the kernel's switch; a restart forgets it
    phone: Phone | None = None  # the facade that its apps have; the shell sends through it

    async def may_debug(self, key: str) -> bool:
        """Whether a person in front of the phone allows the computer with that public key.  Raises BadKey."""
        decode(key)
        before = self.windows.front
        asking = asyncio.ensure_future(self.debugging.ask(key))
        try:
            await asyncio.sleep(0)  # the question is there before its window is
            await self.windows.open(DIALOG_PACKAGE, DIALOG_ACTIVITY)
            return await asking
        finally:
            asking.cancel()
            with contextlib.suppress(asyncio.CancelledError):
                await asyncio.wait({asking})
            if self.windows.front == DIALOG_PACKAGE and not self.debugging.questions:
                await self.windows.recall(before if before != DIALOG_PACKAGE else LAUNCHER)

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
        """Starts what runs from boot: the media scanner, the apps without activities, then the launcher."""
        self.media.scan_all()
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
