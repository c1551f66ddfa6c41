"""The adb binary of the adbutils wheel on a port and HOME of its own, and a handset process."""

from __future__ import annotations

import atexit
import json
import os
import shutil
import signal
import socket
import subprocess
import sys
import tempfile
from datetime import UTC, datetime
from pathlib import Path

import adbutils
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

HERE = Path(__file__).parent
ROOT = HERE.parents[1]
NOTES = ("--apps", str(HERE / "notes"))
ADB = Path(adbutils.__file__).parent / "binaries" / "adb"


KEYS = Path(tempfile.mkdtemp(prefix="keys-"))
atexit.register(shutil.rmtree, KEYS, ignore_errors=True)


def key(name: str = "known") -> Path:
    """A key pair as adb makes it; the public half lies beside it as `.pub`."""
    path = KEYS / name
    if not path.exists():
        subprocess.run([str(ADB), "keygen", str(path)], env={"HOME": str(KEYS)}, check=True)
    return path


def free_port() -> int:
    """A port below the ephemeral range."""
    for port in range(20000 + os.getpid() % 9000, 32000):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise RuntimeError("no free port")


def certificate() -> bytes:
    """A CA, as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "a CA of the tests")])
    builder = x509.CertificateBuilder().subject_name(name).issuer_name(name).public_key(key.public_key())
    builder = builder.serial_number(1).not_valid_before(datetime(2020, 1, 1, tzinfo=UTC))
    signed = builder.not_valid_after(datetime(2040, 1, 1, tzinfo=UTC)).sign(key, hashes.SHA256())
    return signed.public_bytes(serialization.Encoding.PEM)


class Handset:
    """One handset process on a state folder."""

    def __init__(
        self,
        folder: Path,
        *,
        port: int = 0,
        address: str = "127.0.1.61",
        scale: float = 60,
        more: tuple[str, ...] = NOTES,
    ) -> None:
        folder.mkdir(parents=True, exist_ok=True)
        if not (folder / "ca.pem").exists():
            (folder / "ca.pem").write_bytes(certificate())
            (folder / "zone.json").write_text('{"hosts":{},"peers":{}}')
        words = ["--state", folder / "state", "--firmware", "as-updated-2020-05", "--address", address]
        words += ["--zone", folder / "zone.json", "--cloud-ca", folder / "ca.pem", "--adb-port", port]
        words += ["--time-scale", scale, "--ambient", "off", "--authorised-key", key().with_suffix(".pub")]
        self.process = subprocess.Popen(
            [sys.executable, "-m", "harness.virtual.handset", *map(str, words), *more],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            text=True,
        )
        self.ready = json.loads(self.process.stdout.readline())
        self.address = self.ready["adb"]

    @property
    def port(self) -> int:
        return int(self.address.rpartition(":")[2])

    def tap(self, name: str) -> dict:
        """What the handset says to a finger on the view of that name."""
        self.process.stdin.write(json.dumps({"tap": name}) + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def kill(self) -> None:
        self.process.send_signal(signal.SIGKILL)
        self.process.wait(10)

    def close(self) -> int:
        self.process.stdin.close()
        return self.process.wait(10)


class Bench:
    """An adb server of our own; `name` is its key's."""

    def __init__(self, home: Path, name: str = "known", adb: Path = ADB, **more: str) -> None:
        (home / ".android").mkdir(parents=True, exist_ok=True)
        self.binary = adb
        for suffix in ("", ".pub"):
            shutil.copy(key(name).with_suffix(suffix), home / ".android" / f"adbkey{suffix}")
        self.port = free_port()
        self.environment = {
            **os.environ,
            "HOME": str(home),
            "ADB_LIBUSB": "0",
            "ANDROID_ADB_SERVER_PORT": str(self.port),
            **more,
        }
        self.adb("start-server")
        self.client = adbutils.AdbClient("127.0.0.1", self.port)

    def adb(self, *words: object, **options) -> subprocess.CompletedProcess[str]:
        return subprocess.run(
            [str(self.binary), *map(str, words)],
            env=self.environment,
            capture_output=True,
            text=True,
            timeout=20,
            check=False,
            **options,
        )

    def connect(self, handset: Handset) -> adbutils.AdbDevice:
        assert "connected to" in self.adb("connect", handset.address).stdout
        return self.client.device(handset.address)

    def close(self) -> None:
        self.adb("kill-server")
