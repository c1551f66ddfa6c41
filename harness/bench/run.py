"""One handset's run: opened, prepared, measured, put back (law 3).

The order is that of the method: what a dead run left is undone first; the plan is sealed before the
first act (§12); every change goes through the journal; only after the last closing window are proxy and
CA removed (§4).
"""

from __future__ import annotations

import contextlib
import functools
from collections.abc import Callable, Iterable, Iterator, Mapping
from pathlib import Path
from types import TracebackType
from typing import Any, Self

from harness.apps.app import App
from harness.apps.pages import ShowsPages
from harness.apps.registry import Drivers
from harness.bench import notes
from harness.bench.arms import ArmRecorder, Tools
from harness.bench.documents import copy_tables, plan_document, run_document
from harness.bench.health import Health
from harness.bench.job import Job
from harness.bench.plant import Planter
from harness.bench.sessions import SessionRecorder
from harness.bench.stand import admit
from harness.capture.ca import trust_store_name
from harness.capture.client import Recorder, Rehearsal
from harness.device.automation import PhoneDisplay
from harness.device.change import Changes, What, opened
from harness.device.identifiers import read_identifiers
from harness.device.identity import read_identity
from harness.device.kinds import KINDS
from harness.device.packages import WEBVIEWS, read_digests, read_packages
from harness.device.radio import Bluetooth, Ipv6, MobileData, UsbNetwork
from harness.device.session import Device
from harness.device.setting import Proxy
from harness.device.sockets import SocketSampler
from harness.device.trust import CaCertificate
from harness.device.ui import Ui
from harness.ledger import Selection, plan
from harness.model.arm import ArmKey, SessionKey
from harness.model.claim import Grade
from harness.model.documents import SeedDocument
from harness.model.errors import HarnessError, SetupError
from harness.model.handset import ApkDigest
from harness.model.lines import (
    CalibrationClosed,
    CalibrationOpened,
    Fault,
    Noted,
    PlantedLine,
    Refused,
)
from harness.model.plan import Plan
from harness.model.planted import End
from harness.ruling.tables import Study
from harness.store.adapters import BenchLine
from harness.store.folder import RunFolder

INTERRUPTED = "interrupted"


class HandsetRun:
    """A run in progress: a context manager that opens the phone, and puts it back when it is left.

    Entering raises SetupError where the bench or the phone is not as it must be; the phone is put back
    then.  Every attribute exists from then on.
    """

    plan: Plan
    versions: Mapping[str, str]
    firmware: str
    folder: RunFolder

    def __init__(self, job: Job, study: Study, drivers: Drivers) -> None:
        self.job = job
        self.study = study
        self.lost: str | None = None
        self._drivers = drivers
        self._stack = contextlib.ExitStack()
        self._recorded: set[SessionKey] = set()
        self._sessions: SessionRecorder
        self._tools: Tools

    def __enter__(self) -> Self:
        with contextlib.ExitStack() as opening:
            self._stack = opening
            try:
                self._open()
            except HarnessError as error:
                if "folder" in vars(self):
                    self.write(Refused(reason=str(error)))
                raise
            self._stack = opening.pop_all()
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        """Wait for the last windows, put the phone back and end the recording."""
        if isinstance(error, KeyboardInterrupt) or self.lost == INTERRUPTED:
            self.lost = INTERRUPTED
            self.folder.write(Fault(fault=INTERRUPTED, detail="ended by Ctrl-C"))
        elif not self.lost:
            self._measuring(self._sessions.close_all)
        self.folder.document(SeedDocument(seed=self.job.seed))
        self._stack.close()

    @property
    def recorded(self) -> int:
        """How many sessions were recorded so far."""
        return len(self._recorded)

    def write(self, line: BenchLine) -> None:
        """One line of the run's record."""
        self.folder.write(line)

    def _open(self) -> None:
        job, stand = self.job, self.job.stand
        device = Device.open(job.server_port, stand.address)
        undone = opened(Changes(device, KINDS))
        identity = read_identity(device)
        admit(stand, identity.kind)
        self.firmware = identity.firmware.fingerprint
        packages = read_packages(device)
        self.versions = {package.name: package.version for package in packages}
        tables = self.study.tables
        selection = Selection(Grade(job.grade), job.selected)
        self.plan = plan(
            tables.ledger, tables.acts, self.study.scenarios, self.versions, selection, self._drivers
        )
        self.folder = RunFolder(job.folder)
        self._stack.callback(self.folder.close)
        for entry in undone:
            self.write(notes.left_by_dead_run(entry))
        planter = Planter(bytes.fromhex(job.seed), stand.name, stand.canary_domain)
        copy_tables(self.folder, self.study)
        self.folder.document(plan_document(self.plan, self.study, planter))
        recorder = self._recorder()
        proxy = f"{stand.bench_address}:{recorder.port}"
        apps = {session.key.app: session.package for session in self.plan.sessions}
        apks = self._apks(device, apps.values())
        calibrating = self._calibration_app()
        self.folder.document(
            run_document(
                job,
                self.study,
                identity,
                packages,
                apks,
                device,
                proxy,
                calibrating.package if calibrating else None,
            ),
        )
        changes = Changes(device, KINDS, lambda made: self.write(notes.intervention(made)))
        self._stack.callback(self._restore, changes)
        self._prepare(changes, device, recorder, proxy)
        display = PhoneDisplay(device)
        self._stack.callback(display.close)
        ui = Ui(display)
        ui.preflight()
        sampler = SocketSampler(device, lambda sample: self.write(notes.sockets(sample)))
        self._stack.callback(self._stop_sampler, sampler)
        sampler.wait_first()
        for found in read_identifiers(device, tuple(apps.values())):
            self.write(notes.identifier(found))
        for blank in planter.blanks(self._parts()):
            self.write(PlantedLine.of(blank))
        self._tools = Tools(
            device=device,
            display=display,
            changes=changes,
            recorder=recorder,
            health=Health(device, recorder, sampler),
            folder=self.folder,
            planter=planter,
            drivers=self._drivers,
            proxy=proxy,
            apks=apks,
        )
        arms = ArmRecorder(self._tools)
        driven = {name: self._drivers.driver(name)(device, ui) for name in apps}
        self._sessions = SessionRecorder(self._tools, arms, driven)
        if self.plan.sessions:
            self._calibrate(arms, calibrating(device, ui) if calibrating else None)

    def _parts(self) -> tuple[str, ...]:
        """Every part that the planned acts carry."""
        acts = {act for key in self.plan.arms for act, _ in key.acts}
        return tuple(
            dict.fromkeys(part for act in sorted(acts) for part in self.study.tables.acts.act(act).carries)
        )

    def _recorder(self) -> Recorder:
        stand, job = self.job.stand, self.job
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
            self.write(Fault(fault=type(error).__name__, detail=f"{what}: {error}"))

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

    def _calibration_app(self) -> type[App] | None:
        """The first app of the plan that shows pages of the bench, else any other installed one (§5)."""
        planned = [self._drivers.driver(session.key.app) for session in self.plan.sessions]
        others = [app for app in self._drivers.apps.values() if app.package in self.versions]
        return next((app for app in (*planned, *others) if issubclass(app, ShowsPages)), None)

    def _calibrate(self, arms: ArmRecorder, app: App | None) -> None:
        """Upload 1 MiB from an app and read every counter around it (method §5)."""
        if app is None:
            text = "the counters were not calibrated: no installed app can show a page of the bench"
            self.write(Noted(place="calibration", text=text))
            return
        self.write(CalibrationOpened(app=app.package))
        app.clear()
        app.launch()
        app.accept()
        if not isinstance(app, ShowsPages):
            raise SetupError(f"wanted an app that shows pages, found {app.package}")
        planting = arms.serve(self._tools.planter.calibration())
        self._tools.health.wait(1.0)
        arms.count("calibration", End.START)
        app.open_page(planting.url)
        app.submit("Upload")
        self._tools.health.wait(1.0)
        arms.count("calibration", End.END)
        self.write(CalibrationClosed(app=app.package))

    def _apks(self, device: Device, packages: Iterable[str]) -> dict[str, tuple[ApkDigest, ...]]:
        return {name: read_digests(device, name) for name in (*packages, *WEBVIEWS) if name in self.versions}

    def advance(self, key: ArmKey) -> bool:
        """Record up to the session that holds this arm; whether it was recorded just now.

        Raises MeasurementLost where the run is lost.
        """
        if self.lost:
            raise SetupError(f"the run is lost: {self.lost}")
        fresh = False
        for session in self.plan.sessions:
            if session.key not in self._recorded:
                self._recorded.add(session.key)
                fresh = True
                record = functools.partial(self._sessions.record, session)
                if (error := self._measuring(record)) is not None:
                    raise error
            if session.key == key.session:
                return fresh
        raise SetupError(f"wanted a planned arm, found {key.id}")

    def tick(self) -> None:
        """Between arms: keep reading the counters.  A phone that is lost meanwhile is the run's end."""
        if not self.lost and self._recorded:
            self._measuring(self._sessions.tick)

    def _measuring(self, do: Callable[[], object]) -> HarnessError | None:
        """Do something on the phone; what it raises is the run's end, on record, and returned."""
        try:
            do()
        except HarnessError as error:
            self.lost = str(error)
            self.write(Fault(fault=type(error).__name__, detail=str(error)))
            return error
        return None
