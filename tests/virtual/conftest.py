"""A cloud and a phone in one process, for tests of what the phone does."""

from __future__ import annotations

import asyncio
import json
from dataclasses import dataclass
from pathlib import Path

import pytest

from harness.virtual import firmware
from harness.virtual.apps.building import build
from harness.virtual.apps.discovery import packages
from harness.virtual.assembly import assemble, make_phone
from harness.virtual.cloud import zone
from harness.virtual.cloud.server import Cloud
from harness.virtual.facade import LOCAL

BROWSER = "com.mi.globalbrowser"
MINT = "com.mi.globalbrowser.mini"


@dataclass
class Scene:
    """A running cloud, and a phone that is assembled but has no apps yet."""

    cloud: Cloud
    device: object
    phone: object

    @property
    def arrivals(self):
        rows = [json.loads(line) for line in self.cloud.arrivals.path.read_text().splitlines()]
        return [row for row in rows if row["host"] != "dns.google"]

    @property
    def emissions(self):
        path = Path(self.phone.state_dir) / "emissions.jsonl"
        return [json.loads(line) for line in path.read_text().splitlines()]

    def counted(self, uid, proto="tcp", iface="wlan0"):
        rows = [row for row in self.device.counters.rows() if (row.uid, row.proto) == (uid, proto)]
        found = [row for row in rows if row.iface == iface]
        return (found[0].tx_bytes, found[0].rx_bytes) if found else (0, 0)

    # -- what a person does ------------------------------------------------------------------------

    async def boot(self):
        self.device.windows.set_apps(build(self.phone))
        await self.device.start_services()

    def node(self, name="", text="", package=""):
        package = package or self.phone.foreground
        wanted = name if ":" in name or not name else f"{package}:id/{name}"
        for node in self.device.windows.current().walk():
            if (not wanted or node.resource_id == wanted) and (not text or node.text == text):
                return node
        return None

    def texts(self):
        return [node.text for node in self.device.windows.current().walk() if node.text]

    async def tap(self, name="", text=""):
        node = self.node(name, text)
        assert node is not None, f"{name or text} is not among {self.texts()}"
        left, top, right, bottom = node.bounds
        await self.device.windows.tap((left + right) / 2, (top + bottom) / 2)

    async def open(self, package=BROWSER, activity="com.android.browser.BrowserActivity", url=None):
        await self.device.windows.open(package, activity, url)
        if self.node("agree"):
            await self.tap("agree")

    async def type(self, text):
        if not self.node("url"):
            await self.tap("address" if self.node("address") else "search_hint")
        await self.device.windows.set_text(self.node("url"), text)
        await self.device.windows.key("enter")
        await self.until(lambda: self.node("address") and not self.node("loading"))

    async def incognito(self):
        await self.tap("action_my")
        await self.tap("menu_incognito")
        await self.device.windows.key("back")

    async def until(self, true, wall_s=8.0):
        async with asyncio.timeout(wall_s):
            while not true():  # noqa: ASYNC110 - what is waited for is a screen
                await asyncio.sleep(0.01)


@pytest.fixture
def scene(tmp_path):
    """Runs a coroutine function on a Scene; keyword arguments say what phone it is."""

    def run(
        act,
        *,
        behaviours=(),
        dirs=(),
        ambient=False,
        scale=600,
        trusted=True,
        rows=None,
        like=None,
        uplink=LOCAL,
    ):
        async def main():
            (tmp_path / "cloud").mkdir(exist_ok=True)
            cloud = Cloud(tmp_path / "cloud", zone.load(), seed=3)
            await cloud.start()
            shipped = firmware.load(like or "as-reported-2020-04", installed=packages())
            device = assemble(
                tmp_path / "phone",
                shipped.model_copy(update={"behaviours": tuple(behaviours)}),
                address="127.0.1.88",
                time_scale=scale,
                cloud_ca=cloud.authority.path if trusted else None,
            )
            known = json.loads(cloud.zone_path.read_text())
            known["hosts"] |= (rows or {}).get("hosts", {})
            known["peers"] |= (rows or {}).get("peers", {})
            phone = make_phone(device, zone=known, behaviour_dirs=tuple(dirs), ambient=ambient, uplink=uplink)
            here = Scene(cloud, device, phone)
            try:
                return await asyncio.wait_for(act(here), 30)
            finally:
                for package, _ in device.processes.running():
                    await device.stop_app(package)
                await cloud.stop()

        return asyncio.run(main())

    return run
