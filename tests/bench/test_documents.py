"""The documents of a run, as a judge reads them back who was not there."""

from __future__ import annotations

import hashlib
from pathlib import Path

import pytest

from harness.bench.documents import copy_tables, plan_document, run_document
from harness.bench.plant import Planter
from harness.device.identity import read_identity
from harness.device.packages import read_digests, read_packages
from harness.ledger import Selection, plan
from harness.model.claim import Grade
from harness.model.handset import HandsetKind
from harness.model.plan import Plan
from harness.ruling.final import stored_tables
from harness.store.folder import RunFolder
from harness.store.run import StoredRun
from tests.bench.opened import Bench
from tests.bench.stage import MI

SEED = b"\x11" * 32


@pytest.fixture
def folder(tmp_path: Path):
    folder = RunFolder(tmp_path / "desk-run")
    (folder.data / "exchanges.jsonl").touch()
    yield folder
    folder.close()


@pytest.fixture
def planned(bench: Bench) -> Plan:
    tables = bench.study.tables
    selection = Selection(Grade.SCREENING, bench.job.selected)
    return plan(tables.ledger, tables.acts, bench.study.scenarios, {MI: "12.1.4-g"}, selection, bench.drivers)


def test_tables_and_features_are_copied_into_the_run(bench: Bench, folder: RunFolder) -> None:
    copy_tables(folder, bench.study)
    stored = StoredRun(folder.path)

    assert stored_tables(stored).ledger.digest == bench.study.tables.ledger.digest
    for name, text in bench.study.pack.texts().items():
        assert stored.text(f"features/{name}") == text


def test_the_plan_is_sealed_with_its_scenarios_a_commitment_and_the_version_of_the_rules(
    bench: Bench, folder: RunFolder, planned: Plan
) -> None:
    folder.document(plan_document(planned, bench.study, Planter(SEED, "desk", "claims.test")))
    text = (folder.data / "plan.json").read_text()
    stored = StoredRun(folder.path)

    assert stored.plan() == planned
    assert hashlib.sha256(SEED).hexdigest() in text
    assert SEED.hex() not in text
    assert bench.study.tables.ledger.digest in text
    assert all(scenario.title in text for scenario in bench.study.scenarios)


def test_the_facts_of_a_run_read_back(bench: Bench, folder: RunFolder, planned: Plan) -> None:
    phone = bench.phone
    identity, packages = read_identity(phone), read_packages(phone)
    apks = {MI: read_digests(phone, MI)}
    folder.document(plan_document(planned, bench.study, Planter(SEED, "desk", "claims.test")))
    folder.document(
        run_document(bench.job, bench.study, identity, packages, apks, phone, "127.0.0.1:8080", MI)
    )
    facts = StoredRun(folder.path).facts()

    assert (facts.id, facts.handset, facts.grade) == ("desk-run", "desk", Grade.SCREENING)
    assert facts.handset_kind is HandsetKind.SIMULATED
    assert facts.firmware == identity.firmware.fingerprint
    assert (facts.proxy_address, facts.calibration_app) == (("127.0.0.1", 8080), MI)
    assert {package.name: package.uid for package in facts.packages} == {
        package.name: package.uid for package in packages
    }
    assert len(apks[MI][0].sha256) == 64
    assert apks[MI][0].sha256 in (folder.data / "run.json").read_text()
