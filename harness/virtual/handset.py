"""The virtual handset's process: `python -m harness.virtual.handset --state DIR --firmware NAME ...`.

Prints one JSON line when ready, ends when stdin closes or on SIGTERM. Errors at start: one line on
stderr, exit 3.

Each line on stdin is one JSON object: what a person's finger does, without adb. `{"tap": NAME}` taps the
first view with that resource id or text, and is answered with one JSON line: `{"tapped": NAME}`, or
`{"tapped": null, "screen": [the texts that are there]}`.
"""

from __future__ import annotations

import argparse
import asyncio
import json
import signal
import sys
from pathlib import Path
from typing import Any

from harness.virtual import firmware
from harness.virtual.adbd.server import Adbd
from harness.virtual.apps.building import build
from harness.virtual.apps.discovery import discover
from harness.virtual.assembly import assemble, make_phone
from harness.virtual.device import Device
from harness.virtual.facade import LOCAL
from harness.virtual.net.uplink import Uplink
from harness.virtual.shell.proc import add_generated
from harness.virtual.uia.server import UiaServer

CANNOT_START = 3


def arguments(words: list[str]) -> argparse.Namespace:
    """The command line."""
    parser = argparse.ArgumentParser(
        prog="harness.virtual.handset", description=(__doc__ or "").partition("\n")[0]
    )
    parser.add_argument("--state", type=Path, required=True)
    parser.add_argument("--firmware", required=True, help="name of a firmware, or a TOML file")
    parser.add_argument("--zone", type=Path, required=True, help="the cloud's zone.json")
    parser.add_argument("--cloud-ca", type=Path, required=True)
    parser.add_argument("--address", required=True, help="127.0.1.n: where all app traffic comes from")
    parser.add_argument(
        "--gateway",
        type=Path,
        help="file that names the gateway port of the phone's only router while there is one",
    )
    parser.add_argument(
        "--kernel-network",
        action="store_true",
        help="hosts are reached at their own addresses, over the network that this process lives in",
    )
    parser.add_argument("--adb-port", type=int, default=0)
    parser.add_argument(
        "--authorised-key",
        type=Path,
        action="append",
        default=[],
        help="public key of a computer that may debug without a question",
    )
    for name in ("behaviours", "firmwares", "apps"):
        parser.add_argument(
            f"--{name}", type=Path, action="append", default=[], help=f"a folder of more {name}; repeatable"
        )
    parser.add_argument("--time-scale", type=float, default=240)
    parser.add_argument("--ambient", choices=("on", "off"), default="on")
    return parser.parse_args(words)


async def run(options: argparse.Namespace) -> None:
    """Starts the phone and runs it until stdin closes."""
    ended = asyncio.Event()
    asyncio.get_running_loop().add_signal_handler(signal.SIGTERM, ended.set)
    zone: dict[str, Any] = json.loads(options.zone.read_text(encoding="utf-8"))
    installed = discover(options.apps)
    device = assemble(
        options.state,
        firmware.load(options.firmware, options.firmwares, [item.package for item in installed]),
        address=options.address,
        time_scale=options.time_scale,
        cloud_ca=options.cloud_ca,
        authorised=[key.read_text(encoding="utf-8").strip() for key in options.authorised_key],
    )
    add_generated(device)
    phone = make_phone(
        device,
        zone=zone,
        behaviour_dirs=tuple(options.behaviours),
        ambient=options.ambient == "on",
        uplink=_uplink(options),
    )
    device.windows.set_apps(build(phone, installed))
    adbd = Adbd(device, UiaServer(device))
    port = await adbd.listen(options.adb_port)
    await device.start_services()
    ready = {
        "ready": True,
        "adb": f"127.0.0.1:{port}",
        "serial": device.identifiers.serial,
        "emissions": str(device.state.root / "emissions.jsonl"),
    }
    _answer(ready)
    await _until_closed(ended, device)
    await adbd.close()
    for package, _ in device.processes.running():
        await device.processes.kill(package)


def _uplink(options: argparse.Namespace) -> Uplink:
    if options.gateway is not None and options.kernel_network:
        raise ValueError("wanted either --gateway or --kernel-network, found both")
    if options.gateway is not None:
        return Uplink("wire", options.gateway)
    return Uplink("kernel") if options.kernel_network else LOCAL


async def _until_closed(ended: asyncio.Event, device: Device) -> None:
    """Does what the lines of stdin say, until its end or SIGTERM."""
    reader = asyncio.StreamReader()
    await asyncio.get_running_loop().connect_read_pipe(
        lambda: asyncio.StreamReaderProtocol(reader), sys.stdin
    )

    async def obey() -> None:
        while line := await reader.readline():
            _answer(await _tapped(line, device))
        ended.set()

    obeying = asyncio.ensure_future(obey())
    await ended.wait()
    obeying.cancel()


async def _tapped(line: bytes, device: Device) -> dict[str, Any]:
    """Taps what a line names; a line that is no command is answered with what is wrong."""
    try:
        wanted = json.loads(line)["tap"]
    except (ValueError, KeyError, TypeError):
        return {"error": f'wanted {{"tap": NAME}}, found {line.decode("utf-8", "replace").strip()[:200]}'}
    nodes = list(device.windows.current().walk())
    for node in nodes:
        if wanted in (node.resource_id, node.text) and wanted:
            left, top, right, bottom = node.bounds
            await device.windows.tap((left + right) / 2, (top + bottom) / 2)
            return {"tapped": wanted}
    return {"tapped": None, "screen": [node.text for node in nodes if node.text]}


def _answer(told: dict[str, Any]) -> None:
    sys.stdout.write(json.dumps(told) + "\n")
    sys.stdout.flush()


def main() -> int:
    """The exit code."""
    options = arguments(sys.argv[1:])
    try:
        asyncio.run(run(options))
    except (OSError, ValueError) as error:
        sys.stderr.write(f"virtual handset: {' '.join(str(error).split())}\n")
        return CANNOT_START
    return 0


if __name__ == "__main__":
    sys.exit(main())
