"""A recorded run is judged and sealed once; afterwards it is only read."""

from __future__ import annotations

from pathlib import Path

import bagit
import pytest

from harness.evidence.seal import is_sealed
from harness.model.errors import EvidenceError
from harness.ruling.finish import JUDGEMENTS, finish_folder
from harness.ruling.judgements import from_json
from tests.judge.honest import honest


@pytest.fixture
def run(tmp_path: Path) -> Path:
    folder = honest().write(tmp_path / "20261122T143005Z-desk-000000")
    folder.with_suffix(".sequence").write_bytes(b"12")
    return folder


def state(folder: Path) -> dict[str, tuple[bytes, int]]:
    files = (path for path in folder.rglob("*") if path.is_file())
    return {str(path): (path.read_bytes(), path.stat().st_mtime_ns) for path in files}


def test_the_judgements_lie_in_the_sealed_run(run: Path) -> None:
    judgements = finish_folder(run)

    assert judgements
    assert from_json((run / "data" / JUDGEMENTS).read_bytes()) == judgements
    assert is_sealed(run)
    assert bagit.Bag(str(run)).validate()
    assert not run.with_suffix(".sequence").exists()


def test_a_second_call_reads_and_never_edits(run: Path) -> None:
    first = finish_folder(run)
    before = state(run)

    assert finish_folder(run) == first
    assert state(run) == before


def test_a_sealed_run_is_read_even_where_todays_rules_would_judge_otherwise(run: Path) -> None:
    first = finish_folder(run)
    with (run / "data" / "timeline.jsonl").open("ab") as file:
        file.write(b'{"damaged after the seal')

    assert finish_folder(run) == first


def test_a_sealed_run_whose_judgements_do_not_read_is_no_evidence(run: Path) -> None:
    finish_folder(run)
    (run / "data" / JUDGEMENTS).write_text("[]")

    with pytest.raises(EvidenceError):
        finish_folder(run)


def test_a_run_that_cannot_be_judged_is_not_sealed(run: Path) -> None:
    (run / "data" / "exchanges.jsonl").unlink()

    with pytest.raises(EvidenceError):
        finish_folder(run)
    assert not is_sealed(run)
    assert not (run / "data" / JUDGEMENTS).exists()


def test_an_end_between_judging_and_sealing_is_made_up_for(run: Path) -> None:
    (run / "data" / JUDGEMENTS).write_text('{"half a')
    judgements = finish_folder(run)

    assert from_json((run / "data" / JUDGEMENTS).read_bytes()) == judgements
    assert is_sealed(run)
