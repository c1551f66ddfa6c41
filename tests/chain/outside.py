"""A virtual phone that outlives every invocation, with a cloud of its own: both started by command line."""

from __future__ import annotations

import os
import signal
import subprocess
from pathlib import Path
from typing import Any

from harness.bench.child import Child
from harness.device.adb_server import AdbServer, binary, public_key
from tests.chain.suite import Run, descendants, devices, one_browser

OPEN = '[settings.global]\nmobile_data = "1"\nbluetooth_on = "1"\n'
"""A phone as its owner has it: the suite has much to change on it."""
READ = (
    "settings get global http_proxy",
    "settings get global mobile_data",
    "settings get global bluetooth_on",
    "cat /proc/sys/net/ipv6/conf/all/disable_ipv6",
    "getprop sys.usb.config",
    "ls /system/etc/security/cacerts",
    "dumpsys package com.xiaomi.xmsf | grep -c suspended=true",
    "dumpsys bluetooth_manager | grep enabled",
)


class Phone:
    """Cloud and handset on a folder; `kill` and `start` the handset as often as wanted."""

    def __init__(self, folder: Path, firmware: str, address: str) -> None:
        self.folder = folder
        self._address = address
        self._firmware = one_browser(folder / "firmware", firmware, OPEN)["virtual"]["firmware"]
        self._cloud = Child("harness.virtual.cloud", ["--state", str(folder / "cloud")], folder / "cloud.log")
        self._handset: Child | None = None
        self._port = 0
        self.start()
        self.before = self.look()

    def start(self) -> None:
        arguments = [
            *("--state", str(self.folder / "handset"), "--firmware", self._firmware),
            *("--zone", str(self._cloud.ready["zone"]), "--cloud-ca", str(self._cloud.ready["ca"])),
            *("--address", self._address, "--adb-port", str(self._port), "--time-scale", "600"),
            *("--authorised-key", str(public_key())),
            *("--authorised-key", str(public_key(self.folder / "state" / "claims" / "adb"))),
        ]
        self._handset = Child("harness.virtual.handset", arguments, self.folder / "handset.log")
        self._port = int(self.serial.rpartition(":")[2])

    @property
    def serial(self) -> str:
        assert self._handset is not None
        return str(self._handset.ready["adb"])

    def kill(self) -> None:
        assert self._handset is not None
        os.kill(self._handset.pid, signal.SIGKILL)
        self._handset.stop()

    def close(self) -> None:
        if self._handset is not None:
            self._handset.stop()
        self._cloud.stop()

    def entry(self, **more: Any) -> dict[str, Any]:
        """Its entry in a devices file: reached over adb, rehearsing with its own cloud."""
        rehearsal = {"zone": str(self._cloud.ready["zone"]), "upstream_ca": str(self._cloud.ready["ca"])}
        reached = {"serial": self.serial, "bench_address": "127.0.0.1", "canary_domain": "claims.test"}
        return {"adb": {**reached, "rehearsal": rehearsal, **more}}

    def measure(self, claims: str, name: str = "run") -> Run:
        folder = self.folder / name
        file = devices(folder, {"phone": self.entry()})
        return Run(folder, "--devices", file, "--claims", claims, state=self.folder / "state")

    def look(self) -> dict[str, str]:
        """What the phone says of everything that the suite changes, through a plain adb."""
        with AdbServer.start(self.folder) as server:

            def adb(*words: str) -> str:
                done = subprocess.run(
                    [str(binary()), "-P", str(server.port), *words],
                    capture_output=True,
                    text=True,
                    timeout=30,
                    check=False,
                )
                return f"{done.stdout.strip()}{done.stderr.strip()}"

            assert "connected" in adb("connect", self.serial)
            return {command: adb("-s", self.serial, "shell", command) for command in READ}


def pids(run: Run, word: str) -> list[int]:
    """Processes of a run whose command line holds that word."""
    return [pid for pid, words in descendants(run.process.pid).items() if any(word in item for item in words)]


def acting(run: Run, arm: str, acts: int = 2) -> None:
    """Wait until so many acts of an arm with `arm` in its id are done: it is in full swing."""

    def swings() -> bool:
        found = list(run.reports.glob("*Z-phone-??????"))
        if not found:
            return False
        told = run.lines("phone", "timeline")
        names = [line["arm"] for line in told if line["what"] == "arm-opened"]
        if not names or arm not in names[-1]:
            return False
        return len([line for line in told if line["what"] == "act" and line["arm"] == names[-1]]) >= acts

    run.when(swings, f"{acts} acts in an arm {arm}")


SUSPENDED = "suspended=com.xiaomi.xmsf"
