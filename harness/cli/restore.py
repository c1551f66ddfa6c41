"""`claims restore`: undo by hand what a dead run left on a phone."""

from __future__ import annotations

from pathlib import Path
from typing import Annotated

import typer

from harness.bench.config import DEFAULT_FILE, load_devices, select
from harness.bench.work import Work
from harness.cli.completion import handsets
from harness.cli.terminal import NOT_BACK, terminal
from harness.device.change import Changes
from harness.device.kinds import KINDS
from harness.device.session import Device
from harness.model.errors import SetupError
from harness.report.safe_text import one_line


def restore(
    *,
    device: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME", help="a handset of devices.yaml; may be repeated", autocompletion=handsets
        ),
    ] = None,
    serial: Annotated[
        list[str] | None, typer.Option(metavar="SERIAL", help="an adb serial or HOST:PORT; may be repeated")
    ] = None,
    file: Annotated[
        Path, typer.Option("--devices", metavar="FILE", help="the bench's handsets")
    ] = DEFAULT_FILE,
) -> None:
    """Put back what a dead run left on a phone.

    Undoes every change that the phone's journal or the bench's still holds.  A virtual handset of
    `claims run` ends with its run: give the address of one that is running by --serial.
    """
    addresses = list(serial or [])
    if not addresses:
        addresses = [item.adb.serial for item in select(load_devices(file), tuple(device or ())) if item.adb]
    if not addresses:
        raise SetupError("wanted a phone to put back, found only virtual handsets; give --serial HOST:PORT")
    console = terminal()
    with Work("restore") as work:
        server = work.adb_server(usb=True)
        try:
            for address in addresses:
                phone = Device.open(server.port, address, terminal(stderr=True).print)
                undone = Changes(phone, KINDS).restore()
                for entry in undone:
                    console.print(one_line(f"{address}: {entry.what} is {entry.old!r} again"), soft_wrap=True)
                if not undone:
                    console.print(f"{address}: nothing was left to undo", soft_wrap=True)
        except KeyboardInterrupt:
            raise KeyboardInterrupt(NOT_BACK) from None
        finally:
            server.stop()
