"""What stands behind a handset: for a virtual one its cloud and its own process, for a real one nothing."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from harness.bench.child import Child
from harness.bench.config import DeviceEntry, Rehearsal, VirtualHandset
from harness.device.adb_server import public_key
from harness.model.errors import SetupError
from harness.model.handset import HandsetKind
from harness.model.wire import Network
from harness.ruling.pack import Pack

LOOPBACK = "127.0.0.1"


@dataclass(frozen=True, slots=True)
class Stand:
    """Where a handset is reached and how the recorder reaches the world for it.

    `zone` and `upstream_ca` are None for a real phone: its upstreams are the real ones.  `network` is how its
    traffic comes to the recorder; on the userland wire `cable` is the file that tells a virtual handset of
    the gateway port, from a kernel it comes over `interface`.
    """

    name: str
    address: str
    bench_address: str
    canary_domain: str
    simulated: bool
    zone: str | None
    upstream_ca: str | None
    network: Network = "proxy"
    cable: str | None = None
    interface: str | None = None

    @property
    def routed(self) -> bool:
        """Whether the recorder is the phone's only router."""
        return self.network != "proxy"


class VirtualBench:
    """The stand-in cloud and the virtual handsets of one invocation; ends them all when left.

    `hosts` are files of more hosts that the cloud answers for (as `harness/virtual/cloud/zone.toml`).
    """

    def __init__(self, folder: Path, hosts: Sequence[Path] = ()) -> None:
        self._folder = folder
        self._hosts = hosts
        self._children: list[Child] = []
        self._cloud: Child | None = None
        self._handsets: dict[str, Child] = {}

    def cloud(self) -> Child:
        """The stand-in cloud, started once."""
        if self._cloud is None:
            arguments = ["--state", str(self._folder / "cloud")]
            arguments += [word for file in self._hosts for word in ("--hosts", str(file))]
            self._cloud = Child("harness.virtual.cloud", arguments, self._folder / "cloud.log")
            self._children.append(self._cloud)
        return self._cloud

    def handset(self, device: DeviceEntry, number: int) -> Stand:
        """Start one virtual handset, the `number`-th of the bench (its own loopback address)."""
        if device.virtual is None:
            raise SetupError(f"{device.name} is no virtual handset")
        cloud = self.cloud()
        cable = self._folder / f"{device.name}.cable" if device.mode == "gateway" else None
        arguments = [
            *("--state", str(self._folder / device.name)),
            *("--firmware", device.virtual.firmware, *_folders(device.virtual, "firmwares", "apps")),
            *("--zone", str(cloud.ready["zone"])),
            *("--cloud-ca", str(cloud.ready["ca"])),
            *("--address", f"127.0.1.{number}"),
            *("--authorised-key", str(public_key())),
            *("--time-scale", f"{device.virtual.time_scale:g}"),
            *("--ambient", "on" if device.virtual.ambient else "off"),
            *(("--gateway", str(cable)) if cable else ()),
            *_folders(device.virtual, "behaviours"),
        ]
        child = Child("harness.virtual.handset", arguments, self._folder / f"{device.name}.log")
        self._children.append(child)
        self._handsets[device.name] = child
        return Stand(
            name=device.name,
            address=str(child.ready["adb"]),
            bench_address=LOOPBACK,
            canary_domain="claims.test",
            simulated=True,
            zone=str(cloud.ready["zone"]),
            upstream_ca=str(cloud.ready["ca"]),
            network="wire" if cable else "proxy",
            cable=str(cable) if cable else None,
        )

    def pid(self, name: str) -> int:
        """The process id of a handset."""
        return self._handsets[name].pid

    def close(self) -> None:
        """End every process, handsets before the cloud."""
        for child in reversed(self._children):
            child.stop()
        self._children.clear()


def _folders(virtual: VirtualHandset, *names: str) -> list[str]:
    return [word for name in names for folder in getattr(virtual, name) for word in (f"--{name}", folder)]


def app_versions(virtual: VirtualHandset) -> dict[str, str]:
    """Package → version of its firmware; no handset is started for it.

    Raises SetupError where there is no such firmware, naming those that there are.
    """
    command = [sys.executable, "-m", "harness.virtual.firmware", virtual.firmware]
    command += _folders(virtual, "firmwares", "apps")
    told = subprocess.run(command, capture_output=True, text=True, check=False)
    if told.returncode != 0:
        last = (told.stderr.strip().splitlines() or ["nothing"])[-1]
        raise SetupError(f"wanted the firmware of a virtual handset, found: {last}; correct its entry")
    packages: dict[str, str] = json.loads(told.stdout)["packages"]
    return packages


def in_pack(device: DeviceEntry, pack: Pack) -> DeviceEntry:
    """The handset with what a pack brings for virtual ones: apps and firmwares.

    Its behaviours are those that its firmwares name: none is switched on everywhere.
    """
    if device.virtual is None:
        return device
    brought = {"apps": "virtual", "firmwares": "firmwares"}
    more = {
        name: [*getattr(device.virtual, name), str(path)]
        for name, folder in brought.items()
        if (path := pack.folder(folder)) is not None
    }
    return device.model_copy(update={"virtual": device.virtual.model_copy(update=more)})


def real(device: DeviceEntry) -> Stand:
    """The stand of a handset that is reached over adb: a phone, or a virtual handset started by hand."""
    if device.adb is None:
        raise SetupError(f"{device.name} is no phone on adb")
    rehearsal = device.adb.rehearsal
    return Stand(
        name=device.name,
        address=device.adb.serial,
        bench_address=device.adb.bench_address,
        canary_domain=device.adb.canary_domain,
        simulated=rehearsal is not None,
        zone=rehearsal.zone if rehearsal else None,
        upstream_ca=rehearsal.upstream_ca if rehearsal else None,
        network=_network(device, rehearsal),
        cable=rehearsal.gateway if rehearsal else None,
        interface=device.adb.interface if device.mode == "gateway" and not rehearsal else None,
    )


def _network(device: DeviceEntry, rehearsal: Rehearsal | None) -> Network:
    if device.mode == "proxy":
        return "proxy"
    return "wire" if rehearsal else "kernel"


def admit(stand: Stand, kind: HandsetKind) -> None:
    """Raise SetupError unless the handset is what the stand was made for (law 4).

    A virtual handset gets a recorder without any way out but its zone; a phone never gets one.
    """
    simulated = kind is HandsetKind.SIMULATED
    if simulated and not stand.simulated:
        raise SetupError(
            f"wanted a phone at {stand.address}, found a virtual handset: a rehearsal has no way out to any "
            "network; give its cloud as `rehearsal` of the entry, or let `claims run` start it (`virtual`)"
        )
    if stand.simulated and not simulated:
        raise SetupError(
            f"wanted a virtual handset at {stand.address}, found {kind.value}; take its `rehearsal` away"
        )
