"""`claims restore`: undo by hand what a dead run left on a phone."""

from __future__ import annotations

import tempfile
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console

from harness.bench.config import load_devices, select
from harness.cli.devices import DEFAULT_FILE
from harness.device.adb_server import AdbServer
from harness.device.change import Changes
from harness.device.kinds import KINDS
from harness.device.session import Device
from harness.model.errors import SetupError


def restore(
    *,
    device: Annotated[list[str] | None, typer.Option(help="a name of devices.yaml")] = None,
    serial: Annotated[list[str] | None, typer.Option(help="an adb serial or host:port")] = None,
    file: Annotated[Path, typer.Option("--devices", help="the bench's devices")] = DEFAULT_FILE,
) -> None:
    """Undo every change that the phone's journal or the bench's still holds.

    Virtual handsets live only while a run does: give the address of one that is running by --serial.
    """
    addresses = list(serial or [])
    if not addresses:
        addresses = [item.adb.serial for item in select(load_devices(file), tuple(device or ())) if item.adb]
    if not addresses:
        raise SetupError("wanted a phone to put back, found only virtual handsets; give --serial HOST:PORT")
    console = Console(highlight=False, markup=False)
    with tempfile.TemporaryDirectory(prefix="claims-restore-") as folder:
        server = AdbServer.start(Path(folder), usb=True)
        try:
            for address in addresses:
                undone = Changes(Device.open(server.port, address), KINDS).restore()
                for entry in undone:
                    console.print(f"{address}: {entry.what} is {entry.old!r} again")
                if not undone:
                    console.print(f"{address}: nothing was left to undo")
        finally:
            server.stop()
