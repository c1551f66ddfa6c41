"""A job goes to the measuring process and comes back the same, or not at all."""

from __future__ import annotations

import json
from dataclasses import replace
from pathlib import Path

import pytest

from harness.bench.job import Job
from harness.bench.stand import Stand
from harness.model.errors import SetupError

STAND = Stand("desk", "127.0.0.1:5555", "127.0.0.1", "claims.test", True, "/z/zone.json", "/z/ca.pem")
JOB = Job(
    stand=STAND,
    run="20260101T000000Z-desk-abcdef",
    grade="screening",
    claims=("INC-02", "INC-03"),
    features="/f",
    reports="/r",
    work="/w",
    server_port=5038,
    seed="00" * 32,
    record={"bench": {"operator": "ü"}},
)


@pytest.mark.parametrize(
    "job", [JOB, replace(JOB, claims=(), stand=replace(STAND, simulated=False, zone=None, upstream_ca=None))]
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
        json.dumps({name: value for name, value in whole.items() if name != "claims"}),
        json.dumps({**whole, "stand": {"name": "desk"}}),
        json.dumps({**whole, "stand": None}),
    ]
    for text in broken:
        path.write_text(text)
        with pytest.raises(SetupError, match="wanted the job"):
            Job.read(path)
    with pytest.raises(SetupError, match="wanted the job"):
        Job.read(tmp_path / "none.json")
