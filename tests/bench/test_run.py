"""A run from its plan to its end, as far as no phone is needed; the chain measures whole ones."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from harness.bench.arms import ArmRecorder
from harness.bench.health import Health
from harness.bench.job import Job
from harness.bench.notes import Notes
from harness.bench.plant import Planter
from harness.bench.run import INTERRUPTED, HandsetRun, new_seed
from harness.bench.stand import Stand
from harness.device.identity import read_identity
from harness.device.packages import read_packages
from harness.ledger.plan import Session
from harness.model.arm import ArmKind, Mode
from harness.model.errors import HarnessError, MeasurementLost, SetupError
from harness.ruling.final import stored_tables
from harness.ruling.shipped import features_folder
from harness.ruling.tables import Tables
from harness.store.folder import RunFolder
from harness.store.run import StoredRun
from tests.bench.stage import MI, BoxPhone, FakeSampler, Stage, key, session
from tests.virtual.box import Box

STAND = Stand("desk", "127.0.0.1:1", "127.0.0.1", "claims.test", True, None, None)
OTHER = (("switch", "other"),)
FIRST = session(key(ArmKind.PERMISSIVE, Mode.NORMAL), key())
SECOND = session(key(consent=OTHER))


@dataclass
class FakeSessions:
    """Records by writing down; breaks where it is told."""

    recorded: list[Session] = field(default_factory=list)
    broken: str = ""
    closed: int = 0

    def record(self, planned: Session) -> None:
        self.recorded.append(planned)
        self._break()

    def close_all(self) -> None:
        self.closed += 1
        self._break()

    def _break(self) -> None:
        if self.broken:
            raise MeasurementLost(self.broken)


@pytest.fixture(scope="module")
def tables() -> Tables:
    return Tables.load(features_folder())


@pytest.fixture
def job(tmp_path: Path) -> Job:
    seed = "11" * 32
    return Job(
        STAND,
        "desk-run",
        "screening",
        ("INC-03",),
        str(features_folder()),
        str(tmp_path),
        str(tmp_path),
        1,
        seed,
        {},
    )


@pytest.fixture
def run(job: Job, tables: Tables):
    """A run that was opened by hand: folder, notes and plan, but no phone."""
    run = HandsetRun(job, tables)
    run.folder = RunFolder(job.folder)
    run.notes = Notes(run.folder)
    run.plan = (FIRST, SECOND)
    run._sessions = FakeSessions()
    (run.folder.data / "exchanges.jsonl").touch()
    yield run
    run.folder.close()


def test_arms_are_asked_for_in_any_order_and_recorded_in_that_of_the_plan(run: HandsetRun) -> None:
    assert run.keys == (*FIRST.arms, *SECOND.arms)
    assert run.advance(SECOND.arms[0]) is True
    assert run._sessions.recorded == [FIRST, SECOND]
    assert run.recorded == 2


def test_a_session_is_recorded_once(run: HandsetRun) -> None:
    assert run.advance(FIRST.arms[0]) is True
    assert run.advance(FIRST.arms[1]) is False
    assert run.advance(FIRST.arms[0]) is False
    assert run._sessions.recorded == [FIRST]


def test_an_arm_that_was_not_planned_is_refused(run: HandsetRun) -> None:
    with pytest.raises(SetupError, match="planned arm"):
        run.advance(key(consent=(("switch", "third"),)))


def test_a_loss_is_a_fault_and_nothing_is_recorded_after_it(run: HandsetRun) -> None:
    run._sessions.broken = "the recorder is gone"
    with pytest.raises(MeasurementLost, match="recorder is gone"):
        run.advance(FIRST.arms[0])
    run._sessions.broken = ""
    with pytest.raises(SetupError, match="run is lost: the recorder is gone"):
        run.advance(SECOND.arms[0])
    (fault,) = [item for item in StoredRun(run.job.folder).faults() if item.sequence]

    assert (fault.fault, fault.detail, fault.arm) == ("MeasurementLost", "the recorder is gone", None)
    assert run._sessions.recorded == [FIRST]


def test_the_end_waits_for_the_last_windows(run: HandsetRun) -> None:
    run.finish()

    assert run._sessions.closed == 1
    assert run.lost is None


@pytest.mark.parametrize("lost", [INTERRUPTED, "the recorder is gone"])
def test_a_lost_run_waits_for_no_window(run: HandsetRun, lost: str) -> None:
    run.lost = lost
    run.finish()
    faults = [item.fault for item in StoredRun(run.job.folder).faults() if item.sequence]

    assert run._sessions.closed == 0
    assert faults == (["interrupted"] if lost == INTERRUPTED else [])


def test_a_loss_in_the_last_window_is_a_fault_and_the_phone_is_put_back(run: HandsetRun) -> None:
    back: list[str] = []
    run._stack.callback(back.append, "restored")
    run._sessions.broken = "the handset is offline"
    run.finish()
    faults = [item.detail for item in StoredRun(run.job.folder).faults() if item.sequence]

    assert (back, faults, run.lost) == (["restored"], ["the handset is offline"], "the handset is offline")


class Unwilling:
    """Something that does not end as it should."""

    def stop(self) -> None:
        raise MeasurementLost("it was gone already")

    def restore(self) -> None:
        raise SetupError("the proxy is still set")


def test_what_fails_while_ending_is_a_fault_and_ends_nothing_else(run: HandsetRun) -> None:
    back: list[str] = []
    unwilling = Unwilling()
    run._stack.callback(back.append, "last")
    run._stack.callback(run._restore, unwilling)
    run._stack.callback(run._stop_sampler, unwilling)
    run._stack.callback(run._stop_recorder, unwilling)
    run.finish()
    faults = [item.detail for item in StoredRun(run.job.folder).faults() if item.sequence]

    assert back == ["last"]
    assert faults == [
        "recorder: it was gone already",
        "socket sampler: it was gone already",
        "restore: the proxy is still set",
    ]


def test_the_plan_is_sealed_with_a_commitment_and_the_version_of_the_rules(
    run: HandsetRun, tables: Tables
) -> None:
    seed = bytes.fromhex(run.job.seed)
    run._write_plan(Planter(seed, "desk", "claims.test"))
    plan = StoredRun(run.job.folder).document("plan.json")

    assert plan["schema"] == "claims/plan/v1"
    assert plan["claims"] == ["INC-03"]
    assert [session["arms"] for session in plan["sessions"]] == [
        [arm.id for arm in planned.arms] for planned in (FIRST, SECOND)
    ]
    assert plan["seed_commitment"] == hashlib.sha256(seed).hexdigest()
    assert run.job.seed not in json.dumps(plan)
    assert set(plan["ruleset"]) == set(tables.ruleset())
    assert plan["ruleset"]["ledger"] == tables.ledger.digest


def test_tables_and_features_are_copied_into_the_run(run: HandsetRun, tables: Tables) -> None:
    run._copy_tables()
    stored = StoredRun(run.job.folder)

    assert stored_tables(stored) == Tables.of(
        tables.ledger.canonical, tables.acts.canonical, tables.destinations.canonical
    )
    for feature in features_folder().rglob("*.feature"):
        assert stored.text(f"features/{feature.relative_to(features_folder())}") == feature.read_text("utf-8")


def test_the_facts_of_a_run_read_back(run: HandsetRun, box: Box) -> None:
    phone = BoxPhone(box)
    identity, packages = read_identity(phone), read_packages(phone)
    run.versions = {package.name: package.version for package in packages}
    run._write_run(identity, packages, run._apks(phone), phone, "127.0.0.1:8080")
    facts = StoredRun(run.job.folder).facts()

    assert (facts.id, facts.handset, facts.grade) == ("desk-run", "desk", "screening")
    assert facts.handset_kind == "SIMULATED"
    assert facts.firmware == identity.firmware.fingerprint
    assert facts.proxy_address == ("127.0.0.1", 8080)
    assert {package.name: package.uid for package in facts.packages} == {
        package.name: package.uid for package in packages
    }
    assert facts.settings["rehearsal"] == "True"
    (apk, *_) = StoredRun(run.job.folder).document("run.json")["apks"][MI]
    assert len(apk["sha256"]) == 64


class Hasty(Health):
    """Waits no longer than it takes to check once."""

    def wait(self, seconds: float, tick: Callable[[float], None] = lambda _: None) -> None:
        super().wait(min(seconds, 0.01), tick)


def test_the_calibration_is_read_on_both_sides_of_its_upload(run: HandsetRun, stage: Stage) -> None:
    hasty = Hasty(stage.phone, stage.recorder, FakeSampler())
    run._tools = replace(stage.tools, notes=run.notes, health=hasty)
    run._calibrate(ArmRecorder(run._tools), stage.browser)
    stored = StoredRun(run.job.folder)

    assert [(sample.arm, sample.at) for sample in stored.counters()] == [
        ("calibration", "start"),
        ("calibration", "end"),
    ]
    assert stage.browser.done[0] == "clear"
    assert stage.browser.done[-1] == "submit Upload"
    assert any(name.startswith("calibration:") for name in stage.recorder.ids)


def test_a_handset_that_is_not_there_is_an_error_before_anything_is_written(job: Job, tables: Tables) -> None:
    run = HandsetRun(job, tables)
    with pytest.raises(HarnessError):
        run.start()

    assert not job.folder.exists()


@pytest.mark.parametrize(("zone", "ca"), [(None, "/ca.pem"), ("/zone.json", None)])
def test_a_rehearsal_needs_zone_and_ca(run: HandsetRun, zone: str | None, ca: str | None) -> None:
    run._job = replace(run.job, stand=replace(STAND, zone=zone, upstream_ca=ca))

    with pytest.raises(SetupError, match="zone and CA"):
        run._recorder()


def test_seeds_are_256_bits_and_fresh() -> None:
    assert len(bytes.fromhex(new_seed())) == 32
    assert new_seed() != new_seed()
