"""The temporary folder of one command, with private keys in it: whose it is, and its end after a kill -9.

Each folder holds `owner.json`: the processes that use it and the adb server that was started in it, each as
process id and start time, so that a number which was given to another process since then is not mistaken for
it.  `sweep` removes the folders that no living process owns; every command that makes one sweeps first.
"""

from __future__ import annotations

import contextlib
import json
import os
import platform
import shutil
import signal
import tempfile
import time
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any, Self

from harness.device.adb_server import AdbServer

OWNER, PREFIX = "owner.json", "claims-"
END_SECONDS = 3.0


@dataclass(frozen=True, slots=True)
class Process:
    """A process of this machine; `started` is what the system says of its start, if anything."""

    pid: int
    started: str | None

    @classmethod
    def of(cls, pid: int) -> Process:
        """The process that has this number now."""
        return cls(pid, _started(pid))

    def alive(self) -> bool:
        """Whether this very process still runs; a zombie does not."""
        try:
            os.kill(self.pid, 0)
        except ProcessLookupError:
            return False
        except PermissionError:
            return True
        return self.started is None or _started(self.pid) == self.started

    def end(self) -> None:
        """End it, and nothing that has its number now."""
        for number in (signal.SIGTERM, signal.SIGKILL):
            if not self.alive():
                return
            with contextlib.suppress(ProcessLookupError, PermissionError):
                os.kill(self.pid, number)
            deadline = time.monotonic() + END_SECONDS
            while self.alive() and time.monotonic() < deadline:
                time.sleep(0.01)


def _started(pid: int) -> str | None:
    """Clock ticks from the machine's start to that of the process; `gone` for one that only waits to be read.

    Source: proc_pid_stat(5), fields 3 and 22.  None where there is no such file.
    """
    try:
        fields = Path(f"/proc/{pid}/stat").read_text("utf-8", "replace").rpartition(")")[2].split()
    except OSError:
        return None if not Path("/proc/self/stat").exists() else "gone"
    return "gone" if fields[0] in {"Z", "X"} else fields[19]


class Work:
    """A folder that only this user can read, owned by this process; as a context manager it removes it."""

    def __init__(self, purpose: str) -> None:
        sweep()
        self.path = Path(tempfile.mkdtemp(prefix=f"{PREFIX}{purpose}-"))
        self._owners = [Process.of(os.getpid())]
        self._servers: list[Process] = []
        self._note()

    def adb_server(self, *, usb: bool) -> AdbServer:
        """Start an adb server that ends with this folder at the latest.  Raises SetupError."""
        server = AdbServer.start(self.path, usb=usb)
        self._servers.append(Process.of(server.pid))
        self._note()
        return server

    def own(self, pid: int) -> None:
        """Let a child own the folder as well: it may outlive this process."""
        self._owners.append(Process.of(pid))
        self._note()

    def remove(self, *, but_logs: bool = False) -> None:
        """Remove the folder; with `but_logs` what the processes said stays in it, and no key."""
        if not but_logs:
            shutil.rmtree(self.path, ignore_errors=True)
            return
        for path in self.path.iterdir():
            if path.is_dir():
                shutil.rmtree(path, ignore_errors=True)
            elif path.suffix != ".log":
                path.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.remove()

    def _note(self) -> None:
        content = {
            "host": platform.node(),
            "owners": [asdict(item) for item in self._owners],
            "adb_servers": [asdict(item) for item in self._servers],
        }
        new = self.path / f"{OWNER}.new"
        new.write_text(json.dumps(content), "utf-8")
        new.replace(self.path / OWNER)


def sweep() -> tuple[Path, ...]:
    """End the adb servers and remove the folders of this user that no living process owns; give those."""
    swept = []
    for owner in Path(tempfile.gettempdir()).glob(f"{PREFIX}*/{OWNER}"):
        try:
            if owner.parent.lstat().st_uid != os.getuid() or owner.lstat().st_uid != os.getuid():
                continue
            noted: dict[str, Any] = json.loads(owner.read_bytes())
            here = noted["host"] == platform.node()
            owners = [Process(int(item["pid"]), item["started"]) for item in noted["owners"]]
            servers = [Process(int(item["pid"]), item["started"]) for item in noted["adb_servers"]]
        except (OSError, ValueError, TypeError, KeyError):
            continue  # somebody else sweeps it just now, or wrote it: nothing is known of its owner
        if not here or any(item.alive() for item in owners):
            continue
        for server in servers:
            server.end()
        shutil.rmtree(owner.parent, ignore_errors=True)
        swept.append(owner.parent)
    return tuple(swept)
