"""An adb server of our own: own socket, own keys, own binary; nobody else's server is touched.

The listening socket is opened here and handed over (`-L acceptfd:`), so that no port is guessed and a
connection never finds the port closed.  `ADB_LIBUSB=0` makes it start in milliseconds (facts/tools
§1); mDNS and the search for emulators are off, because they would leave the machine or take somebody
else's phones.
"""

from __future__ import annotations

import contextlib
import json
import os
import signal
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import adbutils

from harness.model.errors import MeasurementLost, SetupError

START_SECONDS = 5.0
STOP_SECONDS = 3.0


def binary() -> Path:
    """The adb of the adbutils wheel, never one found on PATH.  Raises SetupError."""
    path = Path(adbutils.__file__).parent / "binaries" / "adb"
    if not os.access(path, os.X_OK):
        raise SetupError(
            f"wanted the adb binary of the adbutils wheel at {path}, found none; reinstall adbutils"
        )
    return path


def keys_home() -> Path:
    """Where our server keeps its keys: `$XDG_STATE_HOME/claims/adb`, kept so that phones know us again."""
    root = os.environ.get("XDG_STATE_HOME") or str(Path.home() / ".local" / "state")
    return Path(root) / "claims" / "adb"


@dataclass(slots=True)
class AdbServer:
    """A running adb server: its port on 127.0.0.1 and its process.

    `start` raises SetupError where it cannot be started; `check` raises MeasurementLost once it died.
    """

    port: int
    process: subprocess.Popen[bytes]
    record: Path
    log: Path

    @classmethod
    def start(cls, home: Path | None = None, *, usb: bool = False) -> AdbServer:
        """Start a server with its keys under `home`.

        `usb` lets it look for phones on USB; without it only addressed phones (`host:port`) are seen.
        """
        home = home or keys_home()
        servers = home / "servers"
        servers.mkdir(parents=True, exist_ok=True, mode=0o700)
        end_orphans(servers)
        environment = {
            "HOME": str(home),
            "PATH": os.defpath,
            "ADB_LIBUSB": "0",
            "ADB_USB": "1" if usb else "0",
            "ADB_MDNS": "0",
            "ADB_EMU": "0",
        }
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen(128)
            port = int(listener.getsockname()[1])
            log = servers / f"{port}.log"
            with log.open("wb") as sink:
                process = subprocess.Popen(
                    [str(binary()), "-L", f"acceptfd:{listener.fileno()}", "server", "nodaemon"],
                    env=environment,
                    pass_fds=[listener.fileno()],
                    stdin=subprocess.DEVNULL,
                    stdout=sink,
                    stderr=sink,
                    start_new_session=True,
                )
        record = servers / f"{process.pid}.json"
        server = cls(port, process, record, log)
        try:
            record.write_text(
                json.dumps({"pid": process.pid, "owner": os.getpid(), "port": port, "log": str(log)})
            )
            server._greet()
        except BaseException:
            server.stop()
            raise
        return server

    def _greet(self) -> None:
        """Wait until it answers `host:version`; under load the first answers may be refusals."""
        deadline = time.monotonic() + START_SECONDS
        while (said := self._version()) != b"OKAY":
            if time.monotonic() > deadline or self.process.poll() is not None:
                raise SetupError(f"wanted an adb server on port {self.port}, found {said!r}; see {self.log}")
            time.sleep(0.02)

    def _version(self) -> bytes:
        try:
            with socket.create_connection(("127.0.0.1", self.port), timeout=START_SECONDS) as connection:
                connection.sendall(b"000chost:version")
                return connection.recv(4)
        except OSError as error:
            return str(error).encode()

    @property
    def pid(self) -> int:
        """The server's process id."""
        return self.process.pid

    def check(self) -> None:
        """Raise MeasurementLost once the server ended."""
        if (code := self.process.poll()) is not None:
            raise MeasurementLost(
                f"wanted the adb server on port {self.port} running, found it ended ({code}); see {self.log}"
            )

    def stop(self) -> None:
        """End it, by its pid; harmless when it ended already."""
        if self.process.poll() is None:
            self.process.terminate()
            try:
                self.process.wait(STOP_SECONDS)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()
        for leftover in (self.record, self.log):
            leftover.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()


def end_orphans(servers: Path) -> None:
    """End the servers whose owner was killed, recognised by pid *and* command line; no others."""
    for record in servers.glob("*.json"):
        try:
            noted = json.loads(record.read_text())
            pid, owner = int(noted["pid"]), int(noted["owner"])
        except FileNotFoundError:
            continue
        except (ValueError, KeyError, TypeError):
            record.unlink(missing_ok=True)
            continue
        if _runs(owner):
            continue
        if str(binary()).encode() in _command_line(pid) and b"acceptfd:" in _command_line(pid):
            with contextlib.suppress(ProcessLookupError):
                os.kill(pid, signal.SIGTERM)
        Path(str(noted.get("log", record))).unlink(missing_ok=True)
        record.unlink(missing_ok=True)


def _runs(pid: int) -> bool:
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True


def _command_line(pid: int) -> bytes:
    try:
        return Path(f"/proc/{pid}/cmdline").read_bytes()
    except OSError:
        return b""
