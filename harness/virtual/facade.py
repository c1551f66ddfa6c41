"""The phone as its apps see it (`phone.Phone`): one object over the device's parts."""

from __future__ import annotations

import asyncio
import json
import os
from collections.abc import Coroutine, Mapping
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

from harness.virtual.device import Device
from harness.virtual.inventory import Address
from harness.virtual.net.uplink import Uplink, address6
from harness.virtual.services import (
    Clock,
    Counters,
    Debugging,
    Media,
    Packages,
    Properties,
    Settings,
    Sockets,
)

TRUST_STORE = "/system/etc/security/cacerts"
USER_TRUST_STORE = "/data/misc/user/0/cacerts-added"

LOCAL = Uplink()


class DevicePhone:
    """The facade for apps; satisfies `phone.Phone`."""

    def __init__(
        self,
        device: Device,
        *,
        zone: Mapping[str, Any],
        behaviour_dirs: tuple[Path, ...] = (),
        ambient: bool = True,
        uplink: Uplink = LOCAL,
    ) -> None:
        self._device = device
        self.settings: Settings = device.settings
        self.props: Properties = device.properties
        self.clock: Clock = device.clock
        self.packages: Packages = device.packages
        self.counters: Counters = device.counters
        self.sockets: Sockets = device.sockets
        self.identifiers = device.identifiers
        self.debugging: Debugging = device.debugging
        self.media: Media = device.media
        self.address = device.address
        self.trust_store_dir = device.files.host(TRUST_STORE)
        self.user_trust_store_dir = device.files.host(USER_TRUST_STORE)
        self.state_dir = device.state.root
        self.firmware: Any = device.firmware
        self.behaviour_dirs: tuple[Path, ...] = behaviour_dirs
        self.ambient = ambient
        self.zone: Mapping[str, Any] = zone
        self.uplink = uplink
        self._emissions = os.open(
            device.state.root / "emissions.jsonl", os.O_WRONLY | os.O_APPEND | os.O_CREAT, 0o600
        )

    @property
    def foreground(self) -> str:
        """The package in front."""
        return self._device.windows.front

    def address6(self) -> str:
        """Its IPv6 address behind a router, "" where IPv6 is off or nobody routes it."""
        return address6(self.address) if self.uplink.routed and self._device.ipv6 else ""

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
