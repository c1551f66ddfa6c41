"""A phone as `open_phone` finds it: the virtual one in this process, the rest stand-ins that remember."""

from __future__ import annotations

import datetime as dt
from pathlib import Path
from typing import Any

import pytest
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec

from harness.apps.registry import Drivers
from harness.bench import opening
from harness.bench.job import Job
from harness.bench.run import HandsetRun
from harness.bench.stand import Stand
from harness.device.change import Changes
from harness.device.kinds import KINDS
from harness.device.radio import Bluetooth, Ipv6, MobileData, UsbNetwork
from harness.device.setting import Proxy
from harness.ruling.pack import built_in
from harness.ruling.tables import Study
from tests.bench.stage import BoxPhone, FakeBrowser, FakeDisplay, FakeRecorder, FakeSampler
from tests.virtual.box import Box

STAND = Stand("desk", "127.0.0.1:1", "127.0.0.1", "claims.test", True, None, None)
PARTS = (("INC-03.silent", "mi-browser"),)


def certificate(folder: Path) -> Path:
    """A CA's certificate as PEM."""
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "desk")])
    now = dt.datetime(2026, 11, 22, tzinfo=dt.UTC)
    made = (
        x509.CertificateBuilder(name, name, key.public_key(), 1, now, now + dt.timedelta(days=9))
        .sign(key, hashes.SHA256())
        .public_bytes(serialization.Encoding.PEM)
    )
    path = folder / "ca.pem"
    path.write_bytes(made)
    return path


class Bench:
    """What a run finds, and what became of it.  `phone` is seen by `open_phone` through its own names."""

    def __init__(self, folder: Path, box: Box, port: int, patch: pytest.MonkeyPatch) -> None:
        self.phone = BoxPhone(box)
        self.recorder = FakeRecorder(certificate(folder), port)
        self.display = FakeDisplay()
        self.sampler = FakeSampler()
        self.study = Study.load(built_in())
        self.drivers = Drivers([FakeBrowser])
        self.job = Job(
            stand=STAND,
            run="desk-run",
            grade="screening",
            propositions=(),
            pack=None,
            reports=str(folder),
            work=str(folder),
            server_port=1,
            seed="11" * 32,
            record={},
            parts=PARTS,
        )

        class Found:
            @staticmethod
            def open(_port: int, _address: str) -> BoxPhone:
                return self.phone

        class Seen:
            def __init__(self, _: object, *, quiet: float) -> None:
                assert quiet > 0

            def preflight(self) -> None:
                return

        patch.setattr(opening, "Device", Found)
        patch.setattr(opening, "start_recorder", lambda *_: self.recorder)
        patch.setattr(opening, "PhoneDisplay", lambda _: self.display)
        patch.setattr(opening, "Ui", Seen)
        patch.setattr(opening, "SocketSampler", lambda *_: self.sampler)

    def run(self) -> HandsetRun:
        """A run that was not entered."""
        return HandsetRun(self.job, self.study, self.drivers)

    def state(self) -> tuple[Any, ...]:
        """What the phone says of everything that a run changes, and the changes that stand."""
        read = [what.read(self.phone) for what in (MobileData(), Bluetooth(), UsbNetwork(), Ipv6(), Proxy())]
        store = self.phone.run("ls /system/etc/security/cacerts").stdout
        return (*read, store, Changes(self.phone, KINDS).pending())
