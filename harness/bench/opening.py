"""A phone is opened, prepared and calibrated: from the journal of a dead run to the first arm (law 3)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from harness.apps.registry import Drivers
from harness.bench import notes
from harness.bench.arms import ArmRecorder
from harness.bench.calibration import calibrate, calibration_app
from harness.bench.controls import Controls
from harness.bench.documents import copy_tables, plan_document, run_document
from harness.bench.ending import Ending
from harness.bench.health import Health
from harness.bench.job import Job
from harness.bench.plant import Planter
from harness.bench.preparation import lead_through, plug_in, start_recorder
from harness.bench.readings import Readings
from harness.bench.relays import relays_of
from harness.bench.sessions import SessionRecorder
from harness.bench.stand import admit
from harness.bench.tools import Tools
from harness.device.automation import PhoneDisplay
from harness.device.change import Changes, opened
from harness.device.identifiers import read_identifiers
from harness.device.identity import read_identity
from harness.device.kinds import KINDS
from harness.device.packages import WEBVIEWS, read_digests, read_packages
from harness.device.session import Device
from harness.device.sockets import SocketSampler
from harness.device.ui import QUIET_SECONDS, Ui
from harness.ledger import Acts, Selection, plan
from harness.model.claim import Grade
from harness.model.documents import SeedDocument
from harness.model.handset import ApkDigest
from harness.model.lines import PlantedLine
from harness.model.plan import Plan
from harness.ruling.tables import Study
from harness.store.adapters import BenchLine
from harness.store.folder import RunFolder

REHEARSED_QUIET_SECONDS = 0.1
"""How long a list of a virtual handset must stay as it is; a real phone's own time is `QUIET_SECONDS`."""


@dataclass(frozen=True, slots=True)
class OpenPhone:
    """A phone that is ready for the first session of its plan.

    `firmware` is the fingerprint of its build.
    """

    plan: Plan
    firmware: str
    folder: RunFolder
    sessions: SessionRecorder


def open_phone(job: Job, study: Study, drivers: Drivers, ending: Ending) -> OpenPhone:
    """Open, prepare and calibrate a phone; what is to be ended is added as soon as it stands.

    Raises SetupError where the bench or the phone is not as it must be.
    """
    stand, tables = job.stand, study.tables
    device = Device.open(job.server_port, stand.address)
    undone = opened(Changes(device, KINDS))
    identity = read_identity(device)
    admit(stand, identity.kind)
    packages = read_packages(device)
    versions = {package.name: package.version for package in packages}
    selection = Selection(Grade(job.grade), job.selected)
    planned = plan(tables.ledger, tables.acts, study.scenarios, versions, selection, drivers)
    folder = RunFolder(job.folder)
    ending.folder(folder)

    def write(line: BenchLine) -> None:
        folder.write(line)

    ending.add("seed", lambda: folder.document(SeedDocument(seed=job.seed)))
    for entry in undone:
        write(notes.left_by_dead_run(entry))
    planter = Planter(bytes.fromhex(job.seed), stand.name, stand.canary_domain)
    copy_tables(folder, study)
    folder.document(plan_document(planned, study, planter))
    recorder = start_recorder(job, folder.sequence_path)
    ending.add("recorder", recorder.stop)
    ending.add("cable", plug_in(stand, recorder))
    address = f"{stand.bench_address}:{recorder.port}"
    proxy = None if stand.routed else address
    apps = {session.key.app: session.package for session in planned.sessions}
    apks = _apks(device, (name for name in (*apps.values(), *WEBVIEWS) if name in versions))
    uploading = calibration_app(planned, drivers, versions)
    through = uploading.package if uploading else None
    folder.document(run_document(job, study, identity, packages, apks, device, address, through))
    changes = Changes(device, KINDS, lambda made: write(notes.intervention(made)))
    # Once more without notes: a folder that can no longer be written must not keep a phone changed.
    ending.add("restore", Changes(device, KINDS).restore)
    ending.add("restore", changes.restore)
    lead_through(changes, recorder.ca, proxy)
    display = PhoneDisplay(device)
    ending.add("display", display.close)
    ui = Ui(display, quiet=REHEARSED_QUIET_SECONDS if stand.simulated else QUIET_SECONDS)
    ui.preflight()
    sampler = SocketSampler(device, lambda sample: write(notes.sockets(sample)))
    ending.add("socket sampler", sampler.stop)
    sampler.wait_first()
    for found in read_identifiers(device, tuple(apps.values())):
        write(notes.identifier(found))
    for blank in planter.blanks(_parts(planned, tables.acts)):
        write(PlantedLine.of(blank))
    tools = Tools(
        device=device,
        changes=changes,
        health=Health(device, recorder, sampler),
        folder=folder,
        planter=planter,
        readings=Readings(device, display, recorder, folder, proxy),
        controls=Controls(device, recorder, folder, planter, routed=stand.routed),
        drivers=drivers,
        apks=apks,
    )
    driven = {name: drivers.driver(name)(device, ui) for name in apps}
    relays = relays_of(apps, packages, tables.ledger.vendor.packages)
    sessions = SessionRecorder(tools, ArmRecorder(tools), driven, relays)
    if planned.sessions:
        calibrate(tools, uploading(device, ui) if uploading else None)
    return OpenPhone(planned, identity.firmware.fingerprint, folder, sessions)


def _apks(device: Device, packages: Iterable[str]) -> dict[str, tuple[ApkDigest, ...]]:
    return {name: read_digests(device, name) for name in packages}


def _parts(planned: Plan, acts: Acts) -> tuple[str, ...]:
    """Every part that the planned acts carry."""
    done = {act for key in planned.arms for act, _ in key.acts}
    return tuple(dict.fromkeys(part for act in sorted(done) for part in acts.act(act).carries))
