"""`claims devices`: what is on the bench."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.table import Table
from rich.text import Text

from harness.bench.config import load_devices, select
from harness.bench.stand import VirtualBench, real
from harness.cli.terminal import terminal
from harness.device.adb_server import AdbServer
from harness.device.identity import read_identity
from harness.device.session import Device
from harness.model.errors import HarnessError
from harness.report.safe_text import one_line

DEFAULT_FILE = Path("devices.yaml")
READY, NONE_READY = 0, 3
_UNWRAPPED = 100_000
"""Columns for a file or a pipe: one line for each handset, whatever the reason says."""


def devices(
    *,
    file: Annotated[
        Path, typer.Option("--devices", metavar="FILE", help="the bench's handsets")
    ] = DEFAULT_FILE,
    as_json: Annotated[bool, typer.Option("--json", help="for machines")] = False,
) -> int:
    """Show what is on the bench.

    Every handset of `devices.yaml`: whether it is ready, what it is, its firmware.  Virtual handsets are
    started for it and ended again.  Ends with 0 where one is ready, else with 3.
    """
    rows = []
    with tempfile.TemporaryDirectory(prefix="claims-devices-") as folder:
        virtual = VirtualBench(Path(folder))
        server = AdbServer.start(usb=any(item.adb for item in load_devices(file)))
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
                    phone = Device.open(server.port, stand.address, terminal(stderr=True).print)
                    identity = read_identity(phone)
                    row["kind"] = identity.kind.value
                    row["model"] = identity.firmware.model
                    row["firmware"] = identity.firmware.fingerprint
                except HarnessError as error:
                    row["state"] = str(error)
                rows.append(row)
        finally:
            server.stop()
            virtual.close()
    code = READY if any(row["state"] == "ready" for row in rows) else NONE_READY
    if as_json:
        print(json.dumps({"schema": "claims/devices/v1", "devices": rows}, indent=1))
        return code
    console = terminal()
    if not console.is_terminal:
        console.width = _UNWRAPPED
    table = Table(box=None, padding=(0, 2, 0, 0), pad_edge=False)
    for heading in ("name", "kind", "model"):
        table.add_column(heading, no_wrap=heading == "name")
    table.add_column("state: firmware", overflow="fold")
    for row in rows:
        said = f"ready: {row['firmware']}" if row["state"] == "ready" else row["state"]
        table.add_row(*(Text(one_line(text)) for text in (row["name"], row["kind"], row["model"], said)))
    console.print(table)
    return code
