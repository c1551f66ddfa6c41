"""`claims devices`: what is on the bench."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.table import Table

from harness.bench.config import load_devices, select
from harness.bench.stand import VirtualBench, real
from harness.device.adb_server import AdbServer
from harness.device.identity import read_identity
from harness.device.session import Device
from harness.model.errors import HarnessError
from harness.report.safe_text import one_line

DEFAULT_FILE = Path("devices.yaml")


def devices(
    *,
    file: Annotated[Path, typer.Option("--devices", help="the bench's devices")] = DEFAULT_FILE,
    as_json: Annotated[bool, typer.Option("--json", help="for machines")] = False,
) -> None:
    """Every handset of `devices.yaml`: reachable, what it is, which firmware it has."""
    rows = []
    with tempfile.TemporaryDirectory(prefix="claims-devices-") as folder:
        virtual = VirtualBench(Path(folder))
        server = AdbServer.start(Path(folder) / "adb", usb=any(item.adb for item in load_devices(file)))
        try:
            for number, device in enumerate(select(load_devices(file), ()), 1):
                row = {
                    "name": device.name,
                    "state": "ready",
                    "kind": "",
                    "model": "",
                    "firmware": "",
                    "adb": "",
                }
                try:
                    stand = virtual.handset(device, number) if device.virtual else real(device)
                    row["adb"] = stand.address
                    identity = read_identity(Device.open(server.port, stand.address))
                    row["kind"] = identity.kind.value
                    row["model"] = identity.firmware.model
                    row["firmware"] = identity.firmware.fingerprint
                except HarnessError as error:
                    row["state"] = str(error)
                rows.append(row)
        finally:
            server.stop()
            virtual.close()
    if as_json:
        print(json.dumps({"schema": "claims/devices/v1", "devices": rows}, indent=1))
        return
    table = Table(box=None, padding=(0, 2, 0, 0))
    for heading in ("name", "kind", "model", "firmware", "state"):
        table.add_column(heading)
    for row in rows:
        table.add_row(*(one_line(row[key]) for key in ("name", "kind", "model", "firmware", "state")))
    Console(soft_wrap=True, highlight=False, markup=False).print(table)
