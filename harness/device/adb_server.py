"""An adb server of our own: own socket, own key, own binary; nobody else's server is touched.

A phone remembers a bench by its key, so there is one for all commands: adb keeps it as
`HOME/.android/adbkey`, and the server's HOME is `$XDG_STATE_HOME/claims/adb`.  The key files that the
user names in `ADB_VENDOR_KEYS` are offered to a phone as well, before it is asked to allow ours.

The listening socket is opened here and handed over (`-L acceptfd:`), so that no port is guessed and a
connection never finds the port closed.  `ADB_LIBUSB=0` makes it start in milliseconds (facts/tools
§1); mDNS and the search for emulators are off, because they would leave the machine or take somebody
else's phones.
"""

from __future__ import annotations

import fcntl
import os
import socket
import subprocess
import time
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import adbutils

from harness.device.state_home import state_home
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


def adb_home() -> Path:
    """The HOME of our servers: `$XDG_STATE_HOME/claims/adb`."""
    return state_home() / "adb"


def public_key(home: Path | None = None) -> Path:
    """The public half of the bench's adb key, made where there is none; only its owner can read either.

    A lock keeps two commands that start together from making two.  Raises SetupError.
    """
    folder = (home or adb_home()) / ".android"
    key = folder / "adbkey"
    try:
        for part in (folder.parent, folder):
            part.mkdir(parents=True, exist_ok=True, mode=0o700)
            part.chmod(0o700)
        with (folder / "lock").open("w") as lock:
            fcntl.flock(lock, fcntl.LOCK_EX)
            if not key.exists():
                _make_key(key)
    except OSError as error:
        raise SetupError(
            f"wanted to keep the bench's adb key in {folder}, found {error.strerror}; "
            "set XDG_STATE_HOME to a folder that you can write to"
        ) from error
    return key.with_suffix(".pub")


def _make_key(key: Path) -> None:
    """Both halves; the private one last, since it says that there is a key."""
    new = key.with_name("new")
    done = subprocess.run(
        [str(binary()), "keygen", str(new)],
        env={"HOME": str(key.parents[1]), "PATH": os.defpath},
        capture_output=True,
        text=True,
        check=False,
    )
    if done.returncode != 0:
        raise SetupError(f"wanted an adb key in {key.parent}, found {done.stderr.strip()!r}")
    for made, place in ((new.with_suffix(".pub"), key.with_suffix(".pub")), (new, key)):
        made.chmod(0o600)
        made.replace(place)


@dataclass(slots=True)
class AdbServer:
    """A running adb server: its port on 127.0.0.1 and its process.

    `start` raises SetupError where it cannot be started; `check` raises MeasurementLost once it died.
    """

    port: int
    process: subprocess.Popen[bytes]
    log: Path

    @classmethod
    def start(cls, logs: Path, *, home: Path | None = None, usb: bool = False) -> AdbServer:
        """Start a server whose HOME is `home`, by default `adb_home()`; its key lies there.

        What it says goes to a file of the folder `logs` while it runs.  `usb` lets it look for phones on USB;
        without it only addressed phones (`host:port`) are seen.  It outlives a process that is killed:
        `harness.bench.work` notes it and ends it then.
        """
        home = home or adb_home()
        public_key(home)
        environment = {
            "HOME": str(home),
            "PATH": os.defpath,
            "ADB_LIBUSB": "0",
            "ADB_USB": "1" if usb else "0",
            "ADB_MDNS": "0",
            "ADB_EMU": "0",
        }
        if vendor := os.environ.get("ADB_VENDOR_KEYS"):
            environment["ADB_VENDOR_KEYS"] = vendor
        with socket.socket() as listener:
            listener.bind(("127.0.0.1", 0))
            listener.listen(128)
            port = int(listener.getsockname()[1])
            log = logs / f"adb-{port}.log"
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
        server = cls(port, process, log)
        try:
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
        self.log.unlink(missing_ok=True)

    def __enter__(self) -> Self:
        return self

    def __exit__(self, *_: object) -> None:
        self.stop()
