"""One handset's run: opened, prepared, measured, put back (law 3).

The order is that of the method: what a dead run left is undone first; the plan is sealed before the
first act (§12); every change goes through the journal; only after the last closing window are proxy and
CA removed (§4).
"""

from __future__ import annotations

import contextlib
import os
import platform
import secrets
from collections.abc import Iterator, Mapping
from dataclasses import asdict
from datetime import UTC, datetime
from importlib.metadata import version
from pathlib import Path
from typing import Any

from harness.apps.browser import Browser
from harness.apps.registry import BROWSERS
from harness.bench.arms import ArmRecorder, Tools
from harness.bench.health import Health
from harness.bench.job import Job
from harness.bench.notes import Notes
from harness.bench.plant import Planter
from harness.bench.sessions import SessionRecorder
from harness.bench.stand import admit
from harness.bench.tables import Tables
from harness.capture.ca import trust_store_name
from harness.capture.client import Recorder, Rehearsal
from harness.device.accounts import vendor_accounts
from harness.device.automation import PhoneDisplay
from harness.device.change import Changes, What, opened
from harness.device.identifiers import read_identifiers
from harness.device.identity import HandsetKind, Identity, read_identity
from harness.device.kinds import KINDS
from harness.device.packages import WEBVIEWS, ApkDigest, InstalledPackage, read_digests, read_packages
from harness.device.radio import Bluetooth, Ipv6, MobileData, UsbNetwork
from harness.device.session import Device
from harness.device.setting import Proxy
from harness.device.sockets import SocketSampler
from harness.device.trust import CaCertificate
from harness.device.ui import Ui
from harness.ledger import Selection, sessions
from harness.ledger.plan import Session
from harness.model.arm import ArmKey
from harness.model.claim import ClaimId, Grade
from harness.model.errors import HarnessError, SetupError
from harness.store.folder import SCHEMA, RunFolder

INTERRUPTED = "interrupted"
METHOD_VERSION = "1"
TOOLS = ("mitmproxy", "adbutils", "uiautomator2", "pytest", "pytest-bdd", "allure-pytest", "hyperscan")


class HandsetRun:
    """A run in progress.  `start` opens it, `arms` records what is needed, `finish` puts the phone back."""

    def __init__(self, job: Job, tables: Tables) -> None:
        self._job = job
        self._tables = tables
        self._stack = contextlib.ExitStack()
        self._recorded: set[tuple[Any, ...]] = set()
        self.plan: tuple[Session, ...] = ()
        self.versions: dict[str, str] = {}
        self.lost: str | None = None
        self.firmware = ""
        self.folder: RunFolder
        self.notes: Notes
        self._sessions: SessionRecorder
        self._tools: Tools

    @property
    def job(self) -> Job:
        """What this run was asked for."""
        return self._job

    @property
    def recorded(self) -> int:
        """How many sessions were recorded so far."""
        return len(self._recorded)

    @property
    def keys(self) -> tuple[ArmKey, ...]:
        """Every planned arm in the order of recording."""
        return tuple(key for session in self.plan for key in session.arms)

    def start(self) -> None:
        """Open the phone and prepare everything up to the first act.

        Raises SetupError where the bench or the phone is not as it must be; the phone is put back then.
        """
        try:
            self._start()
        except BaseException as error:
            if isinstance(error, HarnessError) and "notes" in vars(self):
                self.notes.timeline("refused", reason=str(error))
            self._stack.close()
            raise

    def _start(self) -> None:
        job, stand = self._job, self._job.stand
        device = Device.open(job.server_port, stand.address)
        early = Changes(device, KINDS)
        undone = opened(early)
        identity = read_identity(device)
        admit(stand, identity.kind)
        self.firmware = identity.firmware.fingerprint
        packages = read_packages(device)
        self.versions = {package.name: package.version for package in packages}
        selection = Selection(
            Grade(job.grade), tuple(ClaimId(claim) for claim in job.claims) if job.claims else None
        )
        self.plan = sessions(self._tables.ledger, self.versions, selection)
        self.folder = RunFolder(job.folder)
        self._stack.callback(self.folder.close)
        self.notes = Notes(self.folder)
        for entry in undone:
            self.notes.timeline("restored-from-dead-run", change=str(entry.what))
        planter = Planter(bytes.fromhex(job.seed), stand.name, stand.canary_domain)
        self._copy_tables()
        self._write_plan(planter)
        recorder = self._recorder()
        proxy = f"{stand.bench_address}:{recorder.port}"
        apks = self._apks(device)
        self._write_run(identity, packages, apks, device, proxy)
        changes = Changes(device, KINDS, self.notes.intervention)
        self._stack.callback(self._restore, changes)
        self._prepare(changes, device, recorder, proxy)
        display = PhoneDisplay(device)
        self._stack.callback(display.close)
        ui = Ui(display)
        ui.preflight()
        sampler = SocketSampler(device, self.notes.sockets)
        self._stack.callback(self._stop_sampler, sampler)
        sampler.wait_first()
        self._identifiers(device)
        for blank in planter.blanks():
            self.notes.planted(blank)
        health = Health(device, recorder, sampler)
        self._tools = Tools(
            device, display, changes, recorder, health, self.notes, self.folder, planter, proxy, apks
        )
        arms = ArmRecorder(self._tools)
        apps: dict[str, Browser] = {app.package: app(device, ui) for app in BROWSERS.values()}
        self._sessions = SessionRecorder(self._tools, arms, apps)
        if self.plan:
            self._calibrate(arms, apps[self._calibration_app()])

    def _recorder(self) -> Recorder:
        stand, job = self._job.stand, self._job
        rehearsal = None
        if stand.simulated:
            if stand.zone is None or stand.upstream_ca is None:
                raise SetupError(f"{stand.name}: a virtual handset needs the cloud's zone and CA")
            rehearsal = Rehearsal(Path(stand.zone), Path(stand.upstream_ca))
        recorder = Recorder.start(
            job.folder,
            self.folder.sequence_path,
            Path(job.work) / f"{stand.name}.ca",
            listen=f"{stand.bench_address}:0",
            canary_domain=stand.canary_domain,
            rehearsal=rehearsal,
            accept_old=job.accept_old_recorder,
        )
        self._stack.callback(self._stop_recorder, recorder)
        return recorder

    def _stop_recorder(self, recorder: Recorder) -> None:
        with self._noting("recorder"):
            recorder.stop()

    def _stop_sampler(self, sampler: SocketSampler) -> None:
        with self._noting("socket sampler"):
            sampler.stop()

    def _restore(self, changes: Changes) -> None:
        with self._noting("restore"):
            changes.restore()

    @contextlib.contextmanager
    def _noting(self, what: str) -> Iterator[None]:
        """Turn a failure while ending into a fault of the run: the rest is ended all the same."""
        try:
            yield
        except HarnessError as error:
            self.notes.timeline("fault", fault=type(error).__name__, detail=f"{what}: {error}", arm=None)

    def _prepare(self, changes: Changes, device: Device, recorder: Recorder, proxy: str) -> None:
        """Every change of the phone, the recorder's path last: nothing is sent before it stands."""
        wanted: list[tuple[What, Any]] = [
            (MobileData(), False),
            (Bluetooth(), False),
            (UsbNetwork(), ""),
            (Ipv6(), False),
            (CaCertificate(trust_store_name(recorder.ca)), recorder.ca.read_text("ascii")),
            (Proxy(), proxy),
        ]
        for what, new in wanted:
            if what.read(device) != new:
                changes.change(what, new)

    def _calibration_app(self) -> str:
        return self.plan[0].app if self.plan else ""

    def _calibrate(self, arms: ArmRecorder, app: Browser) -> None:
        """Upload 1 MiB from an app and read every counter around it (method §5)."""
        self.notes.timeline("calibration-opened", app=app.package)
        app.clear()
        app.launch()
        app.accept()
        planting = arms.plant(self._tools.planter.calibration())
        self._tools.health.wait(1.0)
        arms.count("calibration", "start")
        app.visit(planting.url)
        app.submit("Upload")
        self._tools.health.wait(1.0)
        arms.count("calibration", "end")
        self.notes.timeline("calibration-closed", app=app.package)

    def _apks(self, device: Device) -> dict[str, tuple[ApkDigest, ...]]:
        wanted = (*(app.package for app in BROWSERS.values()), *WEBVIEWS)
        return {name: read_digests(device, name) for name in wanted if name in self.versions}

    def _identifiers(self, device: Device) -> None:
        for found in read_identifiers(device, tuple(app.package for app in BROWSERS.values())):
            self.notes.identifier(found)

    def _copy_tables(self) -> None:
        self.folder.text("ledger.json", self._tables.ledger.canonical + "\n")
        self.folder.text("acts.json", self._tables.acts.canonical + "\n")
        self.folder.text("destinations.json", self._tables.destinations.canonical + "\n")
        root = Path(self._job.features)
        for feature in sorted(root.rglob("*.feature")):
            self.folder.text(f"features/{feature.relative_to(root)}", feature.read_text("utf-8"))

    def _write_plan(self, planter: Planter) -> None:
        self.folder.document(
            "plan.json",
            {
                "schema": "claims/plan/v1",
                "grade": self._job.grade,
                "claims": list(self._job.claims),
                "sessions": [
                    {
                        "app": session.app,
                        "consent": dict(session.consent),
                        "repeat": session.repeat,
                        "window_s": session.window_s,
                        "arms": [key.id for key in session.arms],
                    }
                    for session in self.plan
                ],
                "seed_commitment": planter.commitment,
                "ruleset": self._tables.ruleset(),
            },
        )

    def _write_run(
        self,
        identity: Identity,
        packages: tuple[InstalledPackage, ...],
        apks: Mapping[str, tuple[ApkDigest, ...]],
        device: Device,
        proxy: str,
    ) -> None:
        host, _, port = proxy.rpartition(":")
        stand = self._job.stand
        self.folder.document(
            "run.json",
            {
                "schema": SCHEMA,
                "id": self._job.run,
                "grade": self._job.grade,
                "date": f"{datetime.now(UTC):%Y-%m-%d}",
                "method": METHOD_VERSION,
                "handset": {
                    "name": stand.name,
                    "kind": identity.kind.value,
                    "serial": identity.serial,
                    "virtual_marks": [list(mark) for mark in identity.virtual_marks],
                },
                "firmware": asdict(identity.firmware),
                "packages": [
                    {
                        "name": package.name,
                        "uid": package.uid,
                        "version": package.version,
                        "version_code": package.version_code,
                        "signer": package.signer,
                        "system": package.system,
                        "shared_user": package.shared_user,
                    }
                    for package in packages
                ],
                "ruleset": self._tables.ruleset(),
                "tools": {
                    "python": platform.python_version(),
                    **{tool: version(tool) for tool in TOOLS},
                },
                "settings": {
                    "network_mode": "lan",
                    "proxy": [host, int(port)],
                    "canary_domain": stand.canary_domain,
                    "calibration_app": self._calibration_app(),
                    "rehearsal": identity.kind is HandsetKind.SIMULATED,
                    "services": ["google-search"],
                    "vendor_accounts": vendor_accounts(device),
                },
                "bench": {
                    "host": platform.node(),
                    "system": platform.platform(),
                    "pid": os.getpid(),
                    **self._job.record.get("bench", {}),
                },
                "item": self._job.record.get("item", {}),
                "apks": {
                    package: [asdict(digest) for digest in digests] for package, digests in apks.items()
                },
            },
        )

    def advance(self, key: ArmKey) -> bool:
        """Record up to the session that holds this arm; whether it was recorded just now.

        Raises MeasurementLost where the run is lost.
        """
        if self.lost:
            raise SetupError(f"the run is lost: {self.lost}")
        wanted = key.session
        fresh = False
        for session in self.plan:
            name = (session.app, session.consent, session.repeat)
            if name not in self._recorded:
                self._recorded.add(name)
                fresh = True
                try:
                    self._sessions.record(session)
                except HarnessError as error:
                    self.lost = str(error)
                    self.notes.timeline("fault", fault=type(error).__name__, detail=str(error), arm=None)
                    raise
            if name == wanted:
                return fresh
        raise SetupError(f"wanted a planned arm, found {key.id}")

    def tick(self) -> None:
        """Between arms: keep reading the counters.  A phone that is lost meanwhile is the run's end."""
        if self.lost or not self._recorded:
            return
        try:
            self._sessions.tick()
        except HarnessError as error:
            self.lost = str(error)
            self.notes.timeline("fault", fault=type(error).__name__, detail=str(error), arm=None)

    def finish(self) -> None:
        """Wait for the last windows, put the phone back and end the recording."""
        if self.lost == INTERRUPTED:
            self.notes.timeline("fault", fault="interrupted", detail="ended by Ctrl-C", arm=None)
        elif not self.lost:
            try:
                self._sessions.close_all()
            except HarnessError as error:
                self.lost = str(error)
                self.notes.timeline("fault", fault=type(error).__name__, detail=str(error), arm=None)
        self.folder.document("seed.json", {"schema": "claims/seed/v1", "seed": self._job.seed})
        self._stack.close()


def new_seed() -> str:
    """A fresh seed of 256 bits, hexadecimal."""
    return secrets.token_hex(32)
