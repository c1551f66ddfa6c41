"""`claims devices`: what is on the bench."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Annotated

import typer

from harness.bench.config import DEFAULT_FILE, load_devices, select
from harness.bench.stand import VirtualBench, in_pack, real
from harness.bench.work import Work
from harness.capture.old_proxy import hole
from harness.cli.terminal import say, terminal
from harness.device.identity import read_identity
from harness.device.session import Device
from harness.model.errors import HarnessError
from harness.report.safe_text import one_line
from harness.ruling.pack import find_pack

READY, NONE_READY = 0, 3


def devices(
    *,
    file: Annotated[
        Path, typer.Option("--devices", metavar="FILE", help="the bench's handsets")
    ] = DEFAULT_FILE,
    pack: Annotated[
        str | None, typer.Option(metavar="DIR", help="another vendor's pack, for its virtual handsets")
    ] = None,
    as_json: Annotated[bool, typer.Option("--json", help="for machines")] = False,
) -> int:
    """Show what is on the bench.

    Every handset of `devices.yaml`: whether it is ready, what it is, its firmware.  Virtual handsets are
    started for it and ended again.  Ends with 0 where one is ready, else with 3.
    """
    rows = []
    brought = find_pack(pack)
    with Work("devices") as work:
        virtual = VirtualBench(work.path, brought.hosts)
        server = work.adb_server(usb=any(item.adb for item in load_devices(file)))
        try:
            for number, entry in enumerate(select(load_devices(file), ()), 1):
                device = in_pack(entry, brought)
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
                    identity = read_identity(
                        Device.open(server.port, stand.address, terminal(stderr=True).print)
                    )
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
        content = {"schema": "claims/devices/v1", "devices": rows, "recorder": hole()}
        print(json.dumps(content, indent=1))
        return code
    console = terminal()
    for row in rows:
        about = f"{row['model']}, {row['kind']}, {row['firmware']}" if row["firmware"] else ""
        said = " ".join(filter(None, (f"{row['name']}  {row['state']}", about and f"({about})")))
        say(console, one_line(said, 1000), 4)
    if found := hole():
        say(
            console,
            f"The recorder: {found}: it listens to this machine alone unless "
            "`claims run --accept-old-recorder` is given.",
        )
    return code
