"""A job goes to the measuring process and comes back the same, or not at all."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from harness.bench.config import AdbHandset, DeviceEntry
from harness.bench.job import Job, new_job
from harness.bench.record import BenchRecord, ItemRecord
from harness.bench.stand import Stand
from harness.model.claim import Grade
from harness.model.errors import SetupError

STAND = Stand("desk", "127.0.0.1:5555", "127.0.0.1", "claims.test", True, "/z/zone.json", "/z/ca.pem")
JOB = Job(
    stand=STAND,
    run="20260101T000000Z-desk-abcdef",
    grade="screening",
    propositions=("INC-02.address", "INC-03.silent"),
    pack=None,
    reports="/r",
    work="/w",
    server_port=5038,
    seed="00" * 32,
    record={"bench": {"operator": "ü"}},
)


@pytest.mark.parametrize(
    "job",
    [
        JOB,
        replace(
            JOB,
            propositions=(),
            parts=(("INC-02.address", "mi-browser"),),
            pack="/p",
            stand=replace(STAND, simulated=False, zone=None, upstream_ca=None),
        ),
    ],
)
def test_a_job_comes_back_equal(tmp_path: Path, job: Job) -> None:
    job.write(tmp_path / "job.json")

    assert Job.read(tmp_path / "job.json") == job


def test_the_derived_files_lie_beside_the_bag_and_not_in_it() -> None:
    assert JOB.folder == Path("/r/20260101T000000Z-desk-abcdef")
    assert JOB.derived == Path("/r/20260101T000000Z-desk-abcdef.derived")
    assert not JOB.derived.is_relative_to(JOB.folder)


def test_a_file_that_is_no_job_is_a_setup_error(tmp_path: Path) -> None:
    path = tmp_path / "job.json"
    JOB.write(path)
    whole = json.loads(path.read_text())
    broken = [
        path.read_text()[:-20],
        "[]",
        "{}",
        "null",
        json.dumps({**whole, "surprise": 1}),
        json.dumps({name: value for name, value in whole.items() if name != "seed"}),
        json.dumps({name: value for name, value in whole.items() if name != "propositions"}),
        json.dumps({**whole, "stand": {"name": "desk"}}),
        json.dumps({**whole, "stand": None}),
    ]
    for text in broken:
        path.write_text(text)
        with pytest.raises(SetupError, match="wanted the job"):
            Job.read(path)
    with pytest.raises(SetupError, match="wanted the job"):
        Job.read(tmp_path / "none.json")


PHONE = DeviceEntry(
    name="desk", adb=AdbHandset(serial="s", bench_address="192.0.2.1", canary_domain="example.org")
)


def made(device: DeviceEntry = PHONE, bench: BenchRecord | None = None) -> Job:
    return new_job(
        STAND,
        device,
        bench,
        grade=Grade.EVIDENCE,
        pack=None,
        reports=Path("reports"),
        work=Path("/w"),
        server_port=5038,
    )


def test_every_job_has_a_run_and_a_seed_of_256_bits_of_its_own() -> None:
    one, other = made(), made()

    assert one.run != other.run
    assert one.run.split("-")[1] == "desk"
    assert one.seed != other.seed
    assert len(bytes.fromhex(one.seed)) == 32
    assert (one.grade, one.selected, one.reports) == ("evidence", None, str(Path("reports").resolve()))


def test_only_what_somebody_filled_in_goes_into_the_record() -> None:
    assert made().record == {}
    known = made(PHONE.model_copy(update={"item": ItemRecord(rooted=True)}), BenchRecord(operator="Ann"))
    assert known.record == {"bench": {"operator": "Ann", "deviations": []}, "item": {"rooted": True}}


def test_the_parts_that_pytest_left_over_are_what_is_planned() -> None:
    assert replace(JOB, parts=(("a", "b"), ("a", "b"))).selected == {("a", "b")}
    assert replace(JOB, parts=()).selected == frozenset()
